using System.IO.Compression;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Status.Workflows.Definitions;

namespace Status.Host.Elsa.Definitions;

/// <summary>Definitions as files.</summary>
internal static class DefinitionExports
{
    private const int MaxBody = 1 << 20;

    private static readonly JsonSerializerOptions _indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = 1024 };

    /// <summary>One definition as JSON; with the workflows that use it as a zip.</summary>
    public static async Task<IResult> OneAsync(string definitionId, string? versionOptions, string? includeConsumingWorkflows, HttpContext context, IDefinitionStore store, ConsumerSearch consumers)
    {
        if (!VersionOptions.TryParse(versionOptions, out var options)) return ElsaErrors.Refuse($"'{versionOptions}' chooses no version.", "versionOptions");
        if (string.IsNullOrEmpty(versionOptions)) options = VersionOptions.Latest;
        if (await store.FindAsync(definitionId, options, context.RequestAborted) is not { } stored) return Results.NotFound();
        var all = new List<StoredDefinition> { stored };
        if (bool.TryParse(includeConsumingWorkflows, out var include) && include) all.AddRange(await consumers.FindAllAsync(definitionId, context.RequestAborted));
        return Answer(all);
    }

    /// <summary>Versions by their ids: JSON when it is one, else a zip.</summary>
    public static async Task<IResult> ManyAsync(HttpContext context, IDefinitionStore store, ConsumerSearch consumers)
    {
        var body = await RequestJson.ReadAsync(context.Request, MaxBody);
        var found = (await store.GetVersionsAsync(body.GetTexts("ids"), context.RequestAborted)).ToList();
        if (found.Count == 0) return Results.NotFound();
        if (body.GetFlag("includeConsumingWorkflows"))
        {
            foreach (var definitionId in found.Select(f => f.DefinitionId).Distinct(StringComparer.Ordinal).ToList())
                found.AddRange((await consumers.FindAllAsync(definitionId, context.RequestAborted)).Where(c => found.TrueForAll(f => f.Id != c.Id)));
        }

        return Answer(found);
    }

    private static IResult Answer(List<StoredDefinition> versions)
    {
        if (versions.Count == 1) return Results.File(Bytes(versions[0]), "application/octet-stream", FileName(versions[0]));
        var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var version in versions)
            {
                using var entry = zip.CreateEntry(FileName(version)).Open();
                entry.Write(Bytes(version));
            }
        }

        return Results.File(buffer.ToArray(), "application/octet-stream", "workflow-definitions.zip");
    }

    private static byte[] Bytes(StoredDefinition version) => Encoding.UTF8.GetBytes(DefinitionAnswers.Export(version).ToJsonString(_indented));

    private static string FileName(DefinitionRow version) => $"workflow-definition-{Plain(version.Name)}-{Plain(version.DefinitionId)}-{Plain(version.Id)}.json";

    private static string Plain(string text)
    {
        var plain = string.Concat(text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' ? c : '-')).Trim('-', '.');
        return plain.Length > 80 ? plain[..80] : plain;
    }
}
