import pLimit from 'p-limit'
import { picturesUnavailable } from './errors.js'

/** One picture at a time in this process, whoever asks: memory is that of one. */
const turn = pLimit(1)

type Codec = typeof import('./codec.js')

/** Work on a picture, when it is its turn. The native library is loaded the first time. */
export const withCodec = <T>(work: (codec: Codec) => Promise<T>): Promise<T> => turn(async () => work(await load()))

async function load(): Promise<Codec> {
  try {
    return await import('./codec.js')
  } catch (cause) {
    throw picturesUnavailable(cause)
  }
}
