import { mergeConfig } from 'vitest/config'
import shared from '../../vitest.shared.ts'

// Many tests run the built command line as processes of its own, on machines that are busy with other packages.
export default mergeConfig(shared, { test: { testTimeout: 60_000, hookTimeout: 60_000 } })
