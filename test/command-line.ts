// CommandLine: the options of the project's own commands, which say what they are where somebody asks or errs.

import { type ParseArgsConfig, parseArgs } from 'node:util'

/**
 * What the command was given. It ends here, with its usage, where `--help` asks for it, and with 2 where an option is
 * unknown or lacks its value.
 * @param usage its name as it is typed, and below that its options, a line each
 */
export function commandLine<const Config extends Omit<ParseArgsConfig, 'args'>>(
  usage: string,
  config: Config,
): ReturnType<typeof parseArgs<Config>> {
  try {
    const parsed = parseArgs({ ...config, options: { ...config.options, help: { type: 'boolean' } } })
    if (!(parsed.values as { help?: boolean }).help) return parsed as ReturnType<typeof parseArgs<Config>>
    console.log(usage)
    process.exit(0)
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    process.exit(2)
  }
}
