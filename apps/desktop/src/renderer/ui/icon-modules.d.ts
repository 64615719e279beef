/** One file for each icon: the package's list of them all costs the build 5 000 modules. */
declare module '@tabler/icons-react/dist/esm/icons/*.mjs' {
  import type { ForwardRefExoticComponent, RefAttributes, SVGProps } from 'react'

  const icon: ForwardRefExoticComponent<
    Omit<SVGProps<SVGSVGElement>, 'ref' | 'stroke'> &
      RefAttributes<SVGSVGElement> & { size?: number | string; stroke?: number }
  >
  export default icon
}
declare module 'virtual:theme.css'
