export const firstRun = {
  step: 'Step {{step}} of {{steps}}',
  back: 'Back',
  next: 'Continue',
  later: 'Later',
  where: {
    title: 'Where should your time go?',
    body: 'It is always kept on this computer first. A server is for sharing it with a team.',
    server: 'To my team’s server',
    serverBody: 'Sent whenever there is a network, with the times you worked.',
    local: 'Only on this computer',
    localBody: 'No account, nothing leaves. You can name a server later; all of it is sent then.',
  },
  who: {
    title: 'Who are you there?',
    body: 'You can also start tracking now and sign in later: nothing is lost.',
  },
  pictures: {
    title: 'Screenshots are off',
    body: 'Some teams ask for pictures of the screen. Meantime takes none unless you read what it means and agree, on the Screenshots page.',
    first: 'Every picture is yours first: you can look at it, cover parts of it or delete it before it is sent.',
    pause: 'You can pause or turn them off at any time. Your worked time stays.',
    away: 'If you are away or the computer sleeps, Meantime asks afterwards what that time was. It changes nothing by itself.',
  },
  done: {
    title: 'That is all',
    body: 'Write what you are about to do and press Enter. Press ? at any time to see the keys.',
    go: 'Start tracking',
  },
} as const
