using System.IO.Compression;
using System.Text.Json;
using Status.Host.Identity;

namespace Status.Host.Elsa.Instances;

/// <summary>Runs as files: one as JSON, several as zip.</summary>
internal static class InstanceExportApi
{
    private const string Read = "read:workflow-instances";
    private const int MostAtOnce = 200;

    /// <summary>Maps the routes below <c>/elsa/api</c>.</summary>
    public static void MapInstanceExport(this IEndpointRouteBuilder api)
    {
        api.MapGet("/workflow-instances/{id}/export", GetOneAsync).RequirePermission(Read);
        api.MapPost("/bulk-actions/export/workflow-instances", GetManyAsync).RequirePermission(Read);
    }

    private static async Task<IResult> GetOneAsync(string id, HttpRequest request, InstanceExport export, CancellationToken cancellationToken)
    {
        var query = request.Query;
        var parts = new InstanceExport.Parts(IsTrue(query["includeBookmarks"]), IsTrue(query["includeActivityExecutionLog"]), IsTrue(query["includeWorkflowExecutionLog"]));
        return await export.MakeAsync(id, parts, cancellationToken) is { } file ? Results.File(file, "application/octet-stream", InstanceExport.FileName(id)) : Results.NotFound();
    }

    private static async Task<IResult> GetManyAsync(HttpRequest request, InstanceExport export, CancellationToken cancellationToken)
    {
        var errors = new ElsaErrors();
        var body = await ElsaBody.ReadAsync(request, errors, cancellationToken);
        var ids = ElsaBody.Texts(body, "ids", errors);
        if (!errors.Any && ids is not { Count: > 0 and <= MostAtOnce }) errors.Add("ids", $"Say which runs to export: 1 to {MostAtOnce} ids.");
        if (errors.Any) return errors.Answer();
        var parts = new InstanceExport.Parts(Flag(body, "includeBookmarks"), Flag(body, "includeActivityExecutionLog"), Flag(body, "includeWorkflowExecutionLog"));
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var id in ids!.Distinct(StringComparer.Ordinal))
            {
                if (await export.MakeAsync(id, parts, cancellationToken) is not { } file) continue;
                await using var entry = await zip.CreateEntry(InstanceExport.FileName(id)).OpenAsync(cancellationToken);
                await entry.WriteAsync(file, cancellationToken);
            }
        }

        return Results.File(buffer.ToArray(), "application/octet-stream", "workflow-instances.zip");
    }

    private static bool IsTrue(string? text) => bool.TryParse(text, out var flag) && flag;

    private static bool Flag(JsonElement body, string name) => ElsaBody.TryGet(body, name, out var value) && value.ValueKind == JsonValueKind.True;
}
