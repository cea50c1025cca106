namespace Status.Workflows.Import.NodeRed;

/// <summary>ownCloud as a data source: WebDAV (RFC 4918) with the name and password that the host's configuration holds. What changes files there is not converted.</summary>
internal static class OwnCloudSource
{
    /// <summary>Makes a list of the answer to PROPFIND, which comes as the object that Convert XML gives; prefixes differ between servers.</summary>
    private const string Entries = """
        const local = v => Array.isArray(v) ? v.map(local) : v !== null && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k.slice(k.indexOf(':') + 1), local(x)])) : v;
        const all = v => v === undefined || v === null ? [] : Array.isArray(v) ? v : [v], one = v => all(v)[0];
        let body = all(one(local(answer.body)?.multistatus)?.response).map(r => {
          const p = one((all(r.propstat).find(s => String(one(s.status)).includes(' 200')) ?? {}).prop) ?? {}, path = decodeURIComponent(String(one(r.href))), size = one(p.getcontentlength) ?? one(p.size);
          return { path, name: path.split('/').filter(n => n !== '').pop() ?? '', isCollection: typeof one(p.resourcetype) === 'object', size: size === undefined || size === '' ? null : Number(size), mediaType: one(p.getcontenttype) || null, modifiedAt: one(p.getlastmodified) || null, etag: one(p.getetag) || null };
        });

        """;

    public static (Asking Request, string? Reading)? Write(string method, RedNode config, RedNode options, Asking asks, string auth)
    {
        var root = config.Text("baseUrl").TrimEnd('/');
        if (!BinderSource.IsWeb(root)) return null;
        var files = $"{root}/{config.Text("webdavRoot", "/remote.php/dav/files").Trim('/')}/{Uri.EscapeDataString(config.Text("username"))}".TrimEnd('/');
        var path = options.Text("path", options.Text("filePath", options.Text("directory")));
        var address = Js.Text($"{files}/{BinderSource.Escaped(path)}");
        switch (method)
        {
            case "getFileContent":
            // Texts only: documents of office programs are not taken apart here.
            case "getDocument" when path.EndsWith(".txt", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".md", StringComparison.OrdinalIgnoreCase):
                return (asks.At(address, auth, "*/*"), null);
            case "getServerInfo":
                return (asks.At(Js.Text($"{root}/status.php"), auth), null);
            case "default" or "listFiles":
                return (Find(asks, address, auth, "1"), Entries + "body = body.slice(1);\n");
            case "listCollections":
                return (Find(asks, address, auth, "1"), Entries + "body = body.slice(1).filter(e => e.isCollection);\n");
            case "getFileProperties" or "test":
                return (Find(asks, address, auth, "0"), Entries + "body = body[0] ?? null;\n");
            default:
                return null;
        }
    }

    private static Asking Find(Asking asks, string address, string auth, string depth) =>
        asks.At(address, auth, method: "PROPFIND").With(new System.Text.Json.Nodes.JsonObject { ["Accept"] = "application/xml", ["User-Agent"] = "STATUS", ["Depth"] = depth });
}
