import {
  Button,
  Checkbox,
  createTheme,
  type MantineThemeOverride,
  Modal,
  mergeThemeOverrides,
  SegmentedControl,
  Skeleton,
  Switch,
  Tooltip,
} from '@mantine/core'
import { palette } from './palette.js'

/** How components behave everywhere; what they look like is CSS (palette, tokens). */
export const theme: MantineThemeOverride = mergeThemeOverrides(
  palette,
  createTheme({
    components: {
      Button: Button.extend({ defaultProps: { size: 'sm', variant: 'filled' } }),
      Checkbox: Checkbox.extend({ defaultProps: { size: 'sm' } }),
      Switch: Switch.extend({ defaultProps: { withThumbIndicator: false } }),
      SegmentedControl: SegmentedControl.extend({ defaultProps: { withItemsBorders: false } }),
      Skeleton: Skeleton.extend({ defaultProps: { radius: 'sm' } }),
      // The page itself never scrolls, so there is nothing to lock; locking would need a style element.
      Modal: Modal.extend({
        defaultProps: { lockScroll: false, centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.45 } },
      }),
      Tooltip: Tooltip.extend({
        defaultProps: { openDelay: 350, withArrow: false, events: { hover: true, focus: true, touch: false } },
      }),
    },
  }),
)
