/**
 * What electron-builder asks before it packs: whether it is to collect native parts and rebuild them for Electron. There are
 * none there: `stage.mjs` has laid the agent's out, as they are for this computer's Node.
 */
export function beforeBuild({ platform, arch }) {
  if (platform.nodeName !== process.platform || arch !== process.arch)
    throw new Error(
      `A package for ${platform.nodeName} on ${arch} is made on such a computer; this is ${process.platform} on ${process.arch}.`,
    )
  return false
}
