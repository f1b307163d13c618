// What `npm run manifest` makes custom-elements.json of: the elements, as their pages and editors see them.

const published = {
  name: 'published',
  packageLinkPhase({ customElementsManifest: manifest }) {
    for (const module of manifest.modules) {
      module.path = compiled(module.path)
      for (const declaration of module.declarations ?? []) tidy(declaration)
      for (const { declaration } of module.exports ?? []) {
        if (declaration.module) declaration.module = compiled(declaration.module)
      }
    }
    manifest.modules = manifest.modules.filter(({ declarations }) =>
      declarations?.some(({ customElement }) => customElement),
    )
  },
}

/** What the package has is compiled. */
const compiled = path => path.replace(/^\/?src\/(.*)\.ts$/, 'dist/src/$1.js')

/** Leaves out what is nobody's business, and what the analyzer guesses besides the comments. */
function tidy(declaration) {
  const seen = ({ name, privacy, description }) =>
    name && !name.startsWith('#') && !privacy && !description?.includes('@internal')
  if (declaration.members) declaration.members = declaration.members.filter(seen)
  if (declaration.events) declaration.events = declaration.events.filter(({ name, description }) => name && description)
  if (declaration.attributes) declaration.attributes = declaration.attributes.filter(({ description }) => description)
}

export default {
  globs: ['src/elements/**/wamp-*.ts'],
  outdir: 'dist',
  litelement: true,
  packagejson: false,
  plugins: [published],
}
