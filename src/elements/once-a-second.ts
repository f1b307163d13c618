// Once a second: what others can ask for as often as they like is done once a second at most.

/** What does `act`: at once, then at most once a second, however often it is asked for meanwhile. */
export function onceASecond(act: () => void): () => void {
  let resting = false
  let asked = false
  return function ask() {
    asked = resting
    if (resting) return
    resting = true
    setTimeout(() => {
      resting = false
      if (asked) ask()
    }, 1_000)
    act()
  }
}
