import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { systemDisk } from '../src/spool-disk.js'
import { fixedKey } from './fixed-key.js'
import { openSpool } from './open-spool.js'

const MIB = 1024 * 1024
const PICTURE = Buffer.alloc(MIB, 1)

const diskWith = (bavail: number, blocks = 1000) => ({
  ...systemDisk,
  statfs: async () => ({ blocks, bavail, bsize: MIB }),
})

test('a picture leaves 32 MiB of the disk to the tracked time, and says so when it cannot', async () => {
  const { spool, folder } = openSpool({ key: fixedKey(), disk: diskWith(32) })
  await expect(spool.put(PICTURE)).rejects.toMatchObject({ code: 'DISK_FULL', kind: 'storage' })
  expect(readdirSync(folder)).toEqual([])
  const roomy = openSpool({ key: fixedKey(), disk: diskWith(33) })
  expect((await roomy.spool.put(PICTURE)).bytes).toBe(MIB)
})

test('a disk that does not say how much room there is keeps pictures until it is full', async () => {
  const silent = openSpool({ key: fixedKey(), disk: diskWith(0, 0) })
  expect((await silent.spool.put(PICTURE)).bytes).toBe(MIB)
  const broken = { ...systemDisk, statfs: () => Promise.reject(new Error('not supported')) }
  expect((await openSpool({ key: fixedKey(), disk: broken }).spool.put(PICTURE)).bytes).toBe(MIB)
})
