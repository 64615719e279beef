// It brings no types. Whoever uses it says which part of it, and takes it for that.
declare module 'x11' {
  const library: unknown
  export default library
}
