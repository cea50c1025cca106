using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Status.Testing;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Http;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Http;

/// <summary>Files as values: downloaded, checked, sent.</summary>
public sealed class FileActivityTests
{
    [Fact]
    public async Task Download_AnswerWithAName_GivesTheFileAsData()
    {
        var handler = new AnsweringHandler(_ =>
        {
            var answer = new HttpResponseMessage { Content = new ByteArrayContent([1, 2, 255]) };
            answer.Content.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
            answer.Content.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = "\"../../etc/report.pdf\"" };
            answer.Headers.ETag = new EntityTagHeaderValue("\"v1\"");
            return answer;
        });
        await using var host = Host(handler);

        var run = await host.RunActivityAsync("Elsa.DownloadHttpFile", new { url = "https://files.example/a" });

        Assert.Equal(["200", "Done"], run.Outcomes);
        Assert.Equal("""{"filename":"report.pdf","contentType":"application/pdf","size":3,"content":"AQL/","entityTag":"\"v1\""}""", DataJson.ToJson(run.Outputs["Result"]));
        Assert.True(handler.Requests[0].Request.Headers.Contains("Idempotency-Key"));
    }

    [Fact]
    public async Task Download_NoNameAndAnotherStatus_TakesTheAddressAndSaysSo()
    {
        await using var host = Host(new AnsweringHandler(_ => new HttpResponseMessage(System.Net.HttpStatusCode.Gone) { Content = new StringContent("gone") }));

        var run = await host.RunActivityAsync("Elsa.DownloadHttpFile", new { url = "https://files.example/x/data%20set.csv?y=1" });

        Assert.Equal(["Unmatched status code", "Done"], run.Outcomes);
        Assert.Equal(("data set.csv", 410.0), (((DataObject)run.Outputs["Result"]!)["filename"], run.Outputs["StatusCode"]));
    }

    [Fact]
    public async Task Download_LargerThanAllowedOrNotReachable_FailsToConnect()
    {
        await using var large = Host(new AnsweringHandler(_ => new HttpResponseMessage { Content = new ByteArrayContent(new byte[5000]) }), maxBytes: 4096);
        await using var down = Host(new AnsweringHandler(_ => throw new HttpRequestException("refused")));

        Assert.Equal(["Failed to connect"], (await large.RunActivityAsync("Elsa.DownloadHttpFile", new { url = "https://files.example/a" })).Outcomes);
        Assert.Equal(["Failed to connect"], (await down.RunActivityAsync("Elsa.DownloadHttpFile", new { url = "https://files.example/a" })).Outcomes);
    }

    [Fact]
    public async Task WriteFile_OneFile_IsSentAsItIs()
    {
        await using var host = Host();

        var reply = await ReplyAsync(host, new { content = new { filename = "übersicht.csv", content = "a,b" }, enableResumableDownloads = true, downloadCorrelationId = "d-1" });

        Assert.Equal((200, "text/plain; charset=utf-8", "a,b"), (reply.StatusCode, reply.ContentType, Encoding.UTF8.GetString(reply.Body.Span)));
        Assert.Equal("attachment; filename=\"_bersicht.csv\"; filename*=UTF-8''%C3%BCbersicht.csv", Header(reply, "Content-Disposition"));
        Assert.Equal(("bytes", "d-1"), (Header(reply, "Accept-Ranges"), Header(reply, "x-download-id")));
        Assert.Matches("^\"[0-9a-f]{32}\"$", Header(reply, "ETag"));
    }

    [Fact]
    public async Task WriteFile_Several_AreOneArchiveThatIsAlwaysTheSame()
    {
        await using var host = Host();
        object content = new object[] { new { filename = "../a.txt", content = "1" }, new { filename = "a.txt", content = "2" }, "three" };

        var first = await ReplyAsync(host, new { content });
        await host.AdvanceAsync(TimeSpan.FromDays(3));
        var second = await ReplyAsync(host, new { content });

        Assert.Equal(("application/zip", Header(first, "ETag")), (first.ContentType, Header(second, "ETag")));
        using var archive = new ZipArchive(new MemoryStream(first.Body.ToArray()));
        Assert.Equal(["a.txt", "a (2).txt", "file-3"], archive.Entries.Select(e => e.FullName));
        using var reader = new StreamReader(archive.Entries[1].Open());
        Assert.Equal("2", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task WriteFile_NothingToSend_IsNotFound()
    {
        await using var host = Host();
        Assert.Equal(404, (await ReplyAsync(host, new { content = Array.Empty<object>() })).StatusCode);
    }

    [Theory]
    [InlineData("a.exe", "text/plain", 1, UploadRules.InvalidExtension)]
    [InlineData("a.PNG", "image/png", 1, null)]
    [InlineData("a.png", "text/plain", 1, UploadRules.InvalidMimeType)]
    [InlineData("a.png", "image/png; x=y", 11, UploadRules.FileTooLarge)]
    [InlineData("a", "image/png", 1, UploadRules.InvalidExtension)]
    public void Check_File_NamesTheRuleItBreaks(string name, string type, int size, string? outcome)
    {
        var rules = UploadRules.From(new DataObject { ["Uploads"] = new UploadRules { FileSizeLimit = 10, AllowedExtensions = [".png", "jpg"], BlockedExtensions = ["exe"], AllowedMimeTypes = ["image/*"] }.ToOptions() });

        Assert.Equal(outcome, rules!.Check(new DataArray { new HttpFile(name, type, new byte[size]).ToData("f") })?.Outcome);
        Assert.Null(UploadRules.From([]));
    }

    [Fact]
    public async Task Endpoint_FileBreaksARuleInsideARun_GoesOnWaitingOrTakesTheOutcome()
    {
        await using var host = Host();
        var waiting = await host.RunAsync(Waiting("strict", exposes: false));
        var handling = await host.RunAsync(Waiting("open", exposes: true));
        var file = new HttpFile("a.exe", null, [1]).ToData("f");

        foreach (var path in (string[])["strict", "open"])
            await host.SendAsync("Elsa.HttpEndpoint", new DataObject { ["Path"] = path, ["Method"] = "post" }, new DataObject { ["files"] = new DataArray { file } });

        Assert.Equal(InstanceSubStatus.Suspended, (await host.LoadAsync(waiting.InstanceId))!.SubStatus);
        Assert.Equal(["refused"], host.Lines);
        Assert.Equal(InstanceSubStatus.Finished, (await host.LoadAsync(handling.InstanceId))!.SubStatus);
        await host.SendAsync("Elsa.HttpEndpoint", new DataObject { ["Path"] = "strict", ["Method"] = "post" }, new DataObject { ["files"] = new DataArray { new HttpFile("a.png", null, [1]).ToData("f") } });
        Assert.Equal(["refused", "taken"], host.Lines);
    }

    private static string Waiting(string path, bool exposes)
    {
        var builder = new WorkflowBuilder(path);
        builder.Add("in", "Elsa.HttpEndpoint", new { path, supportedMethods = new[] { "POST" }, blockedFileExtensions = new[] { "exe" }, exposeInvalidFileExtensionOutcome = exposes });
        builder.Add("no", "Elsa.WriteLine", new { text = "refused" });
        builder.Add("yes", "Elsa.WriteLine", new { text = "taken" });
        builder.Connect("in", "no", UploadRules.InvalidExtension).Connect("in", "yes");
        return builder.ToJson();
    }

    private static async Task<HttpReply> ReplyAsync(WorkflowTestHost host, object inputs) => (await host.RunActivityAsync("Elsa.WriteFileHttpResponse", inputs)).Result.Reply!;

    private static string? Header(HttpReply reply, string name) => reply.Headers.Where(h => h.Key == name).Select(h => h.Value).SingleOrDefault();

    private static WorkflowTestHost Host(HttpMessageHandler? handler = null, int maxBytes = 10 << 20) => new(services =>
    {
        services.Configure<OutgoingHttpOptions>(o => o.MaxResponseBytes = maxBytes);
        services.AddHttpClient(OutgoingHttp.ClientName).ConfigurePrimaryHttpMessageHandler(() => handler ?? new AnsweringHandler(_ => new HttpResponseMessage()));
    });
}
