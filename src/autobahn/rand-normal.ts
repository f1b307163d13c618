// Normally distributed numbers.

/** One around `mean`, with the standard deviation `sd` (Box and Muller, the polar form). */
export function rand_normal(mean = 0, sd = 1): number {
  for (;;) {
    const x = 2 * Math.random() - 1
    const y = 2 * Math.random() - 1
    const radius = x * x + y * y
    if (radius > 0 && radius < 1) return mean + sd * x * Math.sqrt((-2 * Math.log(radius)) / radius)
  }
}
