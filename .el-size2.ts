import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { readdirSync } from 'node:fs'
async function size(drop?: string) {
const r: any = await build({ configFile: false, root: '/tmp/wt-elements', logLevel: 'silent',
 plugins: [{ name: 'page', resolveId: (id: string) => id.endsWith('page.js') ? '\0page' : null, load: (id: string) => id === '\0page' ? "export * from '/src/entry/elements-define.ts'" : null }],
 build: { write: false, target: 'es2022', lib: { entry: 'page.js', formats: ['es'], fileName: 'page' }, rolldownOptions: { external: (id: string) => /\/(client|host|router|protocol|transport|inspector)\/|^uqr$/.test(id) || (!!drop && id.endsWith('/' + drop)), output: { minify: true } } } })
 const a = r.flatMap((x: any) => x.output).filter((o: any) => !/qr-code/.test(o.fileName))
 if (!drop && process.argv[2]) console.log(a[0].code)
 return a.reduce((t: number, o: any) => t + gzipSync(o.code).length / 1024, 0)
}
const all = await size(); console.log('all', all.toFixed(2))
if (!process.argv[2]) for (const f of readdirSync('src/elements').filter(f => f.endsWith('.ts'))) console.log(f, (all - await size(f)).toFixed(2))
