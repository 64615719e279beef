import { type AccountId, Secret, type TokenPair, type TokenStore } from '@meantime/core'
import { describe, expect, test } from 'vitest'

export interface TokenStoreContract {
  /** A fresh, empty store. `reopen` gives another instance on the same data: another process, or a later run. */
  create(): TokenStoreUnderTest | Promise<TokenStoreUnderTest>
  readonly capabilities: {
    /** Tokens outlive the instance: `reopen` is then needed. */
    readonly persistent: boolean
  }
}

export interface TokenStoreUnderTest {
  readonly store: TokenStore
  reopen?(): TokenStore | Promise<TokenStore>
}

const ADA = '0195d3c0-0000-7000-8000-00000000ada0' as AccountId
const BOB = '0195d3c0-0000-7000-8000-00000000b0b0' as AccountId

/** What every TokenStore promises. Call it in a test file of the plugin. */
export function describeTokenStoreContract({ create, capabilities }: TokenStoreContract): void {
  describe('a token store', () => {
    test('holds nothing at first, and clearing nothing is fine', async () => {
      const { store } = await create()
      expect(await store.load(ADA)).toBeUndefined()
      await store.clear(ADA)
      expect(await store.load(ADA)).toBeUndefined()
    })

    test('gives back exactly what was saved', async () => {
      const { store } = await create()
      await store.save(ADA, pair('1'))
      expect(revealed(await store.load(ADA))).toEqual(revealed(pair('1')))
    })

    test('keeps a pair without a refresh token as such', async () => {
      const { store } = await create()
      const { refresh: _, ...alone } = pair('1')
      await store.save(ADA, alone)
      const loaded = await store.load(ADA)
      expect(revealed(loaded)).toEqual(revealed(alone))
      expect(loaded).not.toHaveProperty('refresh')
    })

    test('the last pair saved counts, also without a refresh token where there was one', async () => {
      const { store } = await create()
      await store.save(ADA, pair('1'))
      await store.save(ADA, pair('2'))
      expect(revealed(await store.load(ADA))).toEqual(revealed(pair('2')))
      const { refresh: _, ...alone } = pair('3')
      await store.save(ADA, alone)
      expect(revealed(await store.load(ADA))).toEqual(revealed(alone))
    })

    test('keeps accounts apart, also when both are saved at once', async () => {
      const { store } = await create()
      await Promise.all([store.save(ADA, pair('a')), store.save(BOB, pair('b'))])
      expect(revealed(await store.load(ADA))).toEqual(revealed(pair('a')))
      await store.clear(ADA)
      expect(await store.load(ADA)).toBeUndefined()
      expect(revealed(await store.load(BOB))).toEqual(revealed(pair('b')))
    })

    test('keeps a long token, and any characters in it', async () => {
      const { store } = await create()
      const odd = { ...pair('ü"\\\n€'), access: new Secret('x'.repeat(1500)) }
      await store.save(ADA, odd)
      expect(revealed(await store.load(ADA))).toEqual(revealed(odd))
    })

    test('says whether it keeps tokens between runs, and by which name', async () => {
      const { store } = await create()
      await store.save(ADA, pair('1'))
      expect(store.persistent).toBe(capabilities.persistent)
      expect(store.name).not.toBe('')
    })

    if (capabilities.persistent) describePersistence(create)
  })
}

function describePersistence(create: TokenStoreContract['create']): void {
  const open = async () => {
    const { store, reopen } = await create()
    if (reopen === undefined) throw new Error('A persistent store needs `reopen` in its contract')
    return { store, reopen }
  }

  test('another process sees what was saved and what was cleared', async () => {
    const { store, reopen } = await open()
    await store.save(ADA, pair('1'))
    const other = await reopen()
    expect(revealed(await other.load(ADA))).toEqual(revealed(pair('1')))
    await other.save(ADA, pair('2'))
    expect(revealed(await store.load(ADA))).toEqual(revealed(pair('2')))
    await store.clear(ADA)
    expect(await other.load(ADA)).toBeUndefined()
  })

  test('processes that write at the same time leave one whole pair', async () => {
    const { store, reopen } = await open()
    const other = await reopen()
    const names = Array.from({ length: 20 }, (_, index) => String(index))
    await Promise.all(names.map((name, index) => (index % 2 ? store : other).save(ADA, pair(name))))
    const left = revealed(await (await reopen()).load(ADA))
    expect(names.map((name) => revealed(pair(name)))).toContainEqual(left)
  })
}

const pair = (name: string): TokenPair & { refresh: Secret } => ({
  access: new Secret(`access ${name}`),
  accessExpiresAt: Date.UTC(2026, 0, 5, 9, 15),
  refresh: new Secret(`refresh ${name}`),
})

const revealed = (tokens: TokenPair | undefined) =>
  tokens && {
    access: tokens.access.reveal(),
    accessExpiresAt: tokens.accessExpiresAt,
    refresh: tokens.refresh?.reveal(),
  }
