using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Status.Host.Tests.Hosting;
using Status.Testing;

namespace Status.Host.Tests.Triggers;

/// <summary>Files over HTTP on a real host: uploads with their limits, downloads with their conditions.</summary>
[Collection(HostProcessCollection.Name)]
public sealed class HttpFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_UploadedAndDownloaded_FollowTheEndpointsRules()
    {
        var workflows = Directory.CreateDirectory(_folder["workflows"]).FullName;
        await File.WriteAllTextAsync(Path.Combine(workflows, "upload.json"), Upload);
        await File.WriteAllTextAsync(Path.Combine(workflows, "download.json"), Download);
        await using var host = HostProcess.Start(_folder["data"], new Dictionary<string, string?> { ["STATUS__Workflows__Folder"] = workflows });
        await host.ReadyAsync();
        var client = await host.SignInAsync();

        using var form = new MultipartFormDataContent { { new StringContent("7"), "control" }, { Png(3), "proof", "a.png" }, { Png(1), "proof", "b.png" } };
        using var taken = await client.PostAsync("/workflows/upload", form);
        Assert.Equal("""{"control":"7","names":["a.png","b.png"],"size":3,"type":"image/png","field":"proof","first":1}""", JsonSerializer.Serialize(await taken.Content.ReadFromJsonAsync<JsonElement>()));

        using var wrong = new MultipartFormDataContent { { Png(3), "proof", "a.exe" } };
        using var refused = await client.PostAsync("/workflows/upload", wrong);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, refused.StatusCode);
        using var large = new MultipartFormDataContent { { Png(40), "proof", "a.png" } };
        using var handled = await client.PostAsync("/workflows/upload", large);
        Assert.Equal((HttpStatusCode.OK, "handled: File too large"), (handled.StatusCode, await handled.Content.ReadAsStringAsync()));
        using var huge = new MultipartFormDataContent { { Png(5000), "proof", "a.png" } };
        using var noted = await client.PostAsync("/workflows/upload", huge);
        Assert.Equal("handled: Request too large", await noted.Content.ReadAsStringAsync());

        using var whole = await client.GetAsync("/workflows/download");
        var tag = whole.Headers.ETag!;
        Assert.Equal(("0123456789", "digits.txt"), (await whole.Content.ReadAsStringAsync(), whole.Content.Headers.ContentDisposition!.FileNameStar));
        using var part = await SendAsync(client, r => r.Headers.Range = new RangeHeaderValue(4, null), r => r.Headers.IfRange = new RangeConditionHeaderValue(tag));
        Assert.Equal((HttpStatusCode.PartialContent, "456789", "bytes 4-9/10"), (part.StatusCode, await part.Content.ReadAsStringAsync(), part.Content.Headers.ContentRange!.ToString()));
        using var last = await SendAsync(client, r => r.Headers.Range = new RangeHeaderValue(null, 2));
        Assert.Equal("89", await last.Content.ReadAsStringAsync());
        using var changed = await SendAsync(client, r => r.Headers.Range = new RangeHeaderValue(4, null), r => r.Headers.IfRange = new RangeConditionHeaderValue("\"other\""));
        Assert.Equal((HttpStatusCode.OK, "0123456789"), (changed.StatusCode, await changed.Content.ReadAsStringAsync()));
        using var beyond = await SendAsync(client, r => r.Headers.Range = new RangeHeaderValue(10, null));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, beyond.StatusCode);
        using var known = await SendAsync(client, r => r.Headers.IfNoneMatch.Add(tag));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var named = await SendAsync(client, r => r.Headers.Add("x-download-id", "d1"));
        using var again = await SendAsync(client, r => r.Headers.Add("x-download-id", "d1"), r => r.Headers.Range = new RangeHeaderValue(0, 0));
        Assert.Equal((Run(named), "0"), (Run(again), await again.Content.ReadAsStringAsync()));
    }

    private const string Upload = """
        {"definitionId":"upload","name":"upload","root":{"id":"f","type":"Elsa.Flowchart","activities":[
          {"id":"in","type":"Elsa.HttpEndpoint","customProperties":{"canStartWorkflow":true},"path":"upload","supportedMethods":["POST"],"authorize":true,"requestSizeLimit":4096,"fileSizeLimit":20,
           "allowedFileExtensions":["png"],"allowedMimeTypes":["image/*"],"exposeFileTooLargeOutcome":true,"exposeRequestTooLargeOutcome":true},
          {"id":"out","type":"Elsa.WriteHttpResponse","content":{"typeName":"Object","expression":{"type":"JavaScript","value":"const f = getOutputFrom('in', 'File'), all = getOutputFrom('in', 'Files'); ({ control: getOutputFrom('in', 'ParsedContent').control, names: all.map(x => x.filename), size: f.size, type: f.contentType, field: f.name, first: f.content[0] })"}}},
          {"id":"big","type":"Elsa.WriteHttpResponse","content":{"typeName":"Object","expression":{"type":"JavaScript","value":"'handled: ' + getOutputFrom('in').refused.outcome"}}}],
         "connections":[{"source":{"activity":"in","port":"Done"},"target":{"activity":"out","port":"In"}},{"source":{"activity":"in","port":"File too large"},"target":{"activity":"big","port":"In"}},
          {"source":{"activity":"in","port":"Request too large"},"target":{"activity":"big","port":"In"}}]}}
        """;

    private const string Download = """
        {"definitionId":"download","name":"download","root":{"id":"s","type":"Elsa.Sequence","activities":[
          {"id":"in","type":"Elsa.HttpEndpoint","customProperties":{"canStartWorkflow":true},"path":"download","supportedMethods":["GET"],"authorize":true},
          {"id":"out","type":"Elsa.WriteFileHttpResponse","content":"0123456789","filename":"digits.txt","enableResumableDownloads":true}]}}
        """;

    private static ByteArrayContent Png(int size)
    {
        var content = new ByteArrayContent([.. Enumerable.Range(1, size).Select(i => (byte)i)]);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return content;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, params Action<HttpRequestMessage>[] with)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/workflows/download");
        foreach (var set in with) set(request);
        return await client.SendAsync(request);
    }

    private static string? Run(HttpResponseMessage response) => response.Headers.GetValues("x-elsa-workflow-instance-id").Single();
}
