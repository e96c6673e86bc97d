namespace SignalingHost.Rest.OpenApi;

/// <summary>A page to read the document by: one file, nothing from elsewhere.</summary>
internal static class DescriptionPage
{
    public const string Html =
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Conference server API</title>
        <style>
          :root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif; }
          body { margin: 0 auto; max-width: 70rem; padding: 1rem; }
          h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
          input { font: inherit; padding: .4rem .6rem; width: 100%; box-sizing: border-box; }
          details { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: 4px; margin: .25rem 0; }
          summary { cursor: pointer; padding: .35rem .6rem; display: flex; gap: .6rem; align-items: baseline; }
          summary b { font: 600 .8rem ui-monospace, monospace; width: 3.6rem; } summary code { flex: 1; overflow-wrap: anywhere; }
          summary small { opacity: .7; } details > div { padding: 0 .8rem .6rem; }
          table { border-collapse: collapse; } td { padding: .1rem .8rem .1rem 0; vertical-align: top; }
          pre { overflow: auto; background: color-mix(in srgb, currentColor 8%, transparent); padding: .5rem; border-radius: 4px; }
        </style>
        </head>
        <body>
        <h1>Conference server API</h1>
        <p id="about">Reading <a href="/openapi/v1.json">/openapi/v1.json</a> …</p>
        <input id="sought" type="search" placeholder="Search paths and operations" aria-label="Search paths and operations">
        <main id="list"></main>
        <script>
          const list = document.getElementById('list'), sought = document.getElementById('sought'), about = document.getElementById('about');
          const make = (tag, text, ...children) => { const e = document.createElement(tag); if (text) e.textContent = text; e.append(...children); return e; };
          fetch('/openapi/v1.json').then(r => r.json()).then(doc => {
            const follow = s => s && s.$ref ? s.$ref.split('/').slice(1).reduce((o, k) => o?.[k], doc) : s;
            const shape = (s, depth = 0) => {
              const name = s?.$ref?.split('/').pop(); s = follow(s);
              if (!s || depth > 4) return name ?? '…';
              if (s.oneOf) return shape(s.oneOf.find(o => o.type !== 'null') ?? s.oneOf[0], depth);
              const type = [].concat(s.type ?? 'object').filter(t => t !== 'null');
              if (type.includes('array')) return [shape(s.items, depth + 1)];
              if (s.properties) return Object.fromEntries(Object.entries(s.properties).map(([k, v]) => [k, shape(v, depth + 1)]));
              return type.includes('integer') ? 'integer' : type[0];
            };
            const body = content => { const s = Object.values(content ?? {})[0]?.schema; return s ? make('pre', JSON.stringify(shape(s), null, 2)) : null; };
            about.textContent = doc.info.description ?? '';
            const groups = {};
            for (const [path, methods] of Object.entries(doc.paths))
              for (const [method, op] of Object.entries(methods))
                (groups[op.tags?.[0] ?? 'Other'] ??= []).push({ path, method, op });
            const entries = [];
            for (const [group, ops] of Object.entries(groups)) {
              const section = make('section', '', make('h2', group));
              for (const { path, method, op } of ops) {
                const open = Object.keys((op.security ?? [])[0] ?? {}).join(', ');
                const item = make('details', '', make('summary', '', make('b', method.toUpperCase()), make('code', path), make('small', op.operationId ?? '')));
                const inner = make('div');
                if (open) inner.append(make('p', 'Header: ' + open));
                if (op.parameters?.length) inner.append(make('table', '', ...op.parameters.map(p => make('tr', '', make('td', p.name + (p.required ? ' *' : '')), make('td', p.in), make('td', String(shape(p.schema)))))));
                const asked = body(follow(op.requestBody)?.content), answered = body(follow(op.responses?.['200'])?.content);
                if (asked) inner.append(make('p', 'Body'), asked);
                inner.append(make('p', answered ? 'Answer' : 'Answer: 200'), answered ?? '');
                item.append(inner); section.append(item);
                entries.push({ item, text: (path + ' ' + (op.operationId ?? '')).toLowerCase() });
              }
              list.append(section);
            }
            sought.oninput = () => entries.forEach(e => e.item.hidden = !e.text.includes(sought.value.toLowerCase()));
          }).catch(e => about.textContent = 'The document cannot be read: ' + e);
        </script>
        </body>
        </html>
        """;
}
