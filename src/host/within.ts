// Within: an answer that is waited for only so long.

/** What is answered within so many milliseconds; rejects with the sentence where nothing is. */
export async function within<T>(ms: number, answer: Promise<T>, sentence: string): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(sentence)), ms)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
