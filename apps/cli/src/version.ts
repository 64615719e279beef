/** Equal to the version in package.json; a test holds them together, so that start-up reads no file for it. */
export const VERSION = '0.1.0'
