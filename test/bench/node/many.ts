// Many: opens many at once, but not all.

const AT_ONCE = 32

export async function many<Opened>(count: number, open: () => Promise<Opened>): Promise<Opened[]> {
  const opened: Opened[] = []
  let begun = 0
  const lane = async () => {
    while (begun++ < count) opened.push(await open())
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return opened
}
