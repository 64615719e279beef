const safe = 'Your work is saved on this computer.'
const LATER = 'Try again later; what is recorded is delivered by itself.'

/** Of the account and of the way to the server. */
export const server = {
  AUTH_REQUIRED: {
    what: 'You are not signed in.',
    safe: 'Your work is saved on this computer and will be delivered after you sign in.',
    todo: 'Sign in.',
  },
  BAD_CREDENTIALS: {
    what: 'The e-mail address or the password is wrong.',
    safe,
    todo: 'Check both and try again.',
  },
  REFRESH_REJECTED: {
    what: 'The server has ended this session.',
    safe: 'Your work is saved on this computer and will be delivered after you sign in.',
    todo: 'Sign in again.',
  },
  KEYRING_UNAVAILABLE: {
    what: 'The keyring of this computer cannot be used.',
    safe,
    todo: 'Unlock it, or keep tokens in a file.',
  },
  TOKENS_NOT_CLEARED: {
    what: 'You are signed out here, but the stored session could not be removed from this computer.',
    safe,
    todo: 'Unlock the keyring and sign out again.',
  },
  REGISTRATION_UNAVAILABLE: {
    what: 'An account cannot be made from here for this server.',
    safe,
    todo: 'Ask whoever runs the server for one.',
  },
  REGISTRATION_CLOSED: {
    what: 'This server lets nobody make an account themselves.',
    safe,
    todo: 'Ask whoever runs the server for one.',
  },
  INVALID_REGISTRATION: {
    what: 'The server does not take this e-mail address or password.',
    safe,
    todo: 'Choose others and try again.',
  },
  EMAIL_TAKEN: {
    what: 'Somebody has an account with that e-mail address already.',
    safe,
    todo: 'Sign in instead.',
  },
  INVALID_SERVER_URL: {
    what: 'That is not an address of a server that can be used.',
    safe,
    todo: 'Write it like https://time.example.org.',
  },
  HUBNITY_SERVER: {
    what: 'What answers there is a Hubnity server.',
    safe,
    todo: 'Choose Hubnity as the kind of server.',
  },
  SERVER_UNKNOWN: { what: 'Meantime does not know your server yet.', safe, todo: 'Name its address.' },
  SERVER_UNREACHABLE: {
    what: 'The server could not be reached.',
    safe,
    todo: 'Check the network and the address of the server.',
  },
  SERVER_TIMEOUT: { what: 'The server did not answer in time.', safe, todo: LATER },
  SERVER_RESTS: {
    what: 'The server did not answer a moment ago; it is asked again soon.',
    safe,
    todo: 'Deliver now, if you do not want to wait.',
  },
  SERVER_ERROR: { what: 'The server was reached and failed.', safe, todo: LATER },
  THROTTLED: { what: 'The server asks for fewer requests.', safe, todo: LATER },
  UNAUTHORIZED: { what: 'The server asks you to sign in again.', safe, todo: 'Sign in.' },
  FORBIDDEN: {
    what: 'The server does not let this account in.',
    safe,
    todo: 'Ask whoever runs the server.',
  },
  BATCH_TOO_LARGE: { what: 'The server takes less at a time.', safe, todo: 'Less is sent at a time, by itself.' },
  BATCH_REFUSED: { what: 'The server refused the request.', safe, todo: 'Tell whoever runs the server.' },
  UPGRADE_REQUIRED: {
    what: 'Meantime and the server are of versions that do not understand each other.',
    safe,
    todo: 'Update Meantime.',
  },
  NOT_A_MEANTIME_SERVER: {
    what: 'What answers at the server address is not a Meantime server.',
    safe,
    todo: 'Check the address. A network that asks you to sign in first can also answer in its place.',
  },
  ABORTED: { what: 'The request was stopped.', safe, todo: LATER },
  QUEUE_FULL: {
    what: 'The queue is full; this was not taken.',
    safe: 'Your tracked time is saved; only screenshots and activity samples are refused.',
    todo: 'Connect to your server so that the queue can drain.',
  },
} as const
