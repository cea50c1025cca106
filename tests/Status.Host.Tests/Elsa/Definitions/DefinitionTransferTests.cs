using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Status.Host.Tests.Hosting;
using static Status.Host.Tests.Elsa.Definitions.StudioHost;

namespace Status.Host.Tests.Elsa.Definitions;

/// <summary>Files in and out.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class DefinitionTransferTests(StudioHost host) : IClassFixture<StudioHost>
{
    private const string WriteLine = """{"id":"w1","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"hi"}}}""";

    [Fact]
    public async Task Export_ThenDeleteAndImport_BringsTheSameBack()
    {
        var made = await SaveAsync(host.Designer, Model("Travels", WriteLine), publish: true);
        var id = (string)made["definitionId"]!;
        using var response = await host.Designer.GetAsync($"/elsa/api/workflow-definitions/{id}/export?versionOptions=1&includeConsumingWorkflows=False");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal($"workflow-definition-travels-{id}-{made["id"]}.json", response.Content.Headers.ContentDisposition!.FileName);
        var file = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Assert.StartsWith("https://elsaworkflows.io/schemas/workflow-definition", (string)file["$schema"]!, StringComparison.Ordinal);
        Assert.False(file.ContainsKey("links") || file["customProperties"]!.AsObject().ContainsKey("Status:Revision"));

        await CallAsync(host.Designer, HttpMethod.Delete, $"/workflow-definitions/{id}", status: 204);
        var back = await PostAsync(host.Designer, "/workflow-definitions/import", file);
        Assert.Equal((id, 1, false), ((string)back["definitionId"]!, (int)back["version"]!, (bool)back["isPublished"]!));
        Assert.True(JsonNode.DeepEquals(made["root"], back["root"]));
        Assert.Contains(back["links"]!.AsArray(), l => (string)l!["rel"]! == "publish");

        file["description"] = "put";
        var put = await CallAsync(host.Designer, HttpMethod.Put, $"/workflow-definitions/{id}/import", file);
        Assert.Equal(("put", 1), ((string)put["description"]!, (int)put["version"]!));
    }

    [Fact]
    public async Task Export_OfSeveral_IsAZipThatImportsAgain()
    {
        var first = await SaveAsync(host.Designer, Model("Zip one", WriteLine));
        var second = await SaveAsync(host.Designer, Model("Zip two", WriteLine));
        var body = new JsonObject { ["ids"] = new JsonArray((string)first["id"]!, (string)second["id"]!), ["includeConsumingWorkflows"] = false };
        using var response = await SendAsync(host.Designer, HttpMethod.Post, "/bulk-actions/export/workflow-definitions", body);
        var bytes = await response.Content.ReadAsByteArrayAsync();
        using (var zip = new ZipArchive(new MemoryStream(bytes))) Assert.Equal(2, zip.Entries.Count);

        var deleted = await PostAsync(host.Designer, "/bulk-actions/delete/workflow-definitions/by-definition-id",
            new JsonObject { ["definitionIds"] = new JsonArray((string)first["definitionId"]!, (string)second["definitionId"]!, "nobody") });
        Assert.Equal(2, (int)deleted["deleted"]!);
        Assert.Equal((HttpStatusCode.OK, """{"count":2}"""), await UploadAsync(("all.zip", bytes)));
        await GetAsync(host.Designer, $"/workflow-definitions/by-definition-id/{first["definitionId"]}");
    }

    [Fact]
    public async Task Export_WithConsumers_HoldsThoseThatStartIt()
    {
        var child = await SaveAsync(host.Designer, Model("Child of many", WriteLine), publish: true);
        var parent = await SaveAsync(host.Designer, Model("Parent", """{"id":"x1","type":"Elsa.ExecuteWorkflow","version":1,"workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"CHILD"}}}""".Replace("CHILD", (string)child["definitionId"]!, StringComparison.Ordinal)));
        var consumers = await GetAsync(host.Designer, $"/workflow-definitions/{child["definitionId"]}/consumers");
        Assert.Equal([(string)parent["definitionId"]!], consumers["consumingWorkflowDefinitionIds"]!.AsArray().Select(c => (string)c!));
        var bytes = await host.Designer.GetByteArrayAsync($"/elsa/api/workflow-definitions/{child["definitionId"]}/export?versionOptions=Latest&includeConsumingWorkflows=True");
        using var zip = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal(2, zip.Entries.Count);

        // It always starts the published version: there is no reference to move.
        var moved = await PostAsync(host.Designer, $"/workflow-definitions/{child["definitionId"]}/update-references");
        Assert.Empty(moved["affectedWorkflows"]!.AsArray());
    }

    [Fact]
    public async Task UpdateReferences_OfAWorkflowUsedAsAnActivity_DraftsTheNewVersion()
    {
        var child = await SaveAsync(host.Designer, Model("Used child", WriteLine), publish: true);
        var id = (string)child["definitionId"]!;
        var parent = await SaveAsync(host.Designer, Model("User", $$"""{"id":"u1","type":"UsedChild","version":1,"workflowDefinitionId":"{{id}}","workflowDefinitionVersionId":"an-older-one"}"""));
        var answer = await PostAsync(host.Designer, $"/workflow-definitions/{id}/update-references");
        Assert.Equal([(string)parent["definitionId"]!], answer["affectedWorkflows"]!.AsArray().Select(a => (string)a!));
        var file = JsonNode.Parse(await host.Designer.GetStringAsync($"/elsa/api/workflow-definitions/{parent["definitionId"]}/export"))!;
        Assert.Equal((string)child["id"]!, (string)file["root"]!["activities"]![0]!["workflowDefinitionVersionId"]!);
    }

    [Fact]
    public async Task ImportFiles_Hostile_ImportsNothingAndSaysWhy()
    {
        var good = Encoding.UTF8.GetBytes(Model("Never imported", WriteLine).ToJsonString());
        Assert.Equal(HttpStatusCode.BadRequest, (await UploadAsync(("a.zip", [1, 2, 3]))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await UploadAsync(("a.json", "{"u8.ToArray()), ("b.json", good))).Status);
        var (none, said) = await UploadAsync();
        Assert.True(none == HttpStatusCode.BadRequest, said);

        // 64 MiB of blanks in some kilobytes.
        var (status, text) = await UploadAsync(("bomb.zip", Zip(("bomb.json", new byte[64 << 20]))), ("b.json", good));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("MaxBytes", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await UploadAsync(("many.zip", Zip([.. Enumerable.Range(0, 501).Select(i => ($"{i}.json", good))])))).Status);
        Assert.Equal(0, (int)(await GetAsync(host.Designer, "/workflow-definitions?SearchTerm=Never"))["totalCount"]!);

        // A path in an archive leads nowhere, since nothing is written by its name.
        var fresh = Encoding.UTF8.GetBytes(Model("From a path", WriteLine).ToJsonString());
        Assert.Equal(HttpStatusCode.OK, (await UploadAsync(("path.zip", Zip(("../../../../tmp/status-escape.json", fresh), ("/etc/ignored.txt", [1]))))).Status);
        Assert.False(File.Exists("/tmp/status-escape.json"));
        Assert.Equal(1, (int)(await GetAsync(host.Designer, "/workflow-definitions?SearchTerm=From a path"))["totalCount"]!);
    }

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return buffer.ToArray();
    }

    private async Task<(HttpStatusCode Status, string Body)> UploadAsync(params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "files", name);
        }

        using var response = await host.Designer.PostAsync("/elsa/api/workflow-definitions/import-files", form);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
