using System.Net;
using System.Text;
using Status.Activities.Compliance;
using Status.Activities.Evidence;
using Status.Activities.Evidence.Collectors;
using Status.Testing;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Evidence;

public sealed class CollectorTests(PostgresDatabase database) : IClassFixture<PostgresDatabase>
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 14, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Collect_EqualValuesWithMembersInAnotherOrder_HaveOneDigest()
    {
        var bed = new EvidenceTestBed(database.DataSource);
        var one = await CollectAsync(bed, new DataObject { ["b"] = 1.0, ["a"] = new DataArray { new DataObject { ["y"] = true, ["x"] = null } } });
        var two = await CollectAsync(bed, new DataObject { ["a"] = new DataArray { new DataObject { ["x"] = null, ["y"] = true } }, ["b"] = 1.0 });
        Assert.Equal(one["digest"], two["digest"]);
    }

    [Fact]
    public async Task Collect_MoreThanTheLimit_IsRefused()
    {
        var bed = new EvidenceTestBed(database.DataSource, options: new EvidenceOptions { MaxBytes = 1024 });
        await Assert.ThrowsAsync<InvalidDataException>(() => CollectAsync(bed, new string('x', 1025)));
        Assert.Equal(1024.0, (await CollectAsync(bed, new string('x', 1024)))["size"]);
    }

    [Fact]
    public async Task CollectMetrics_OfOneWindow_IsTheSameDocumentEachTime()
    {
        var bed = new EvidenceTestBed(database.DataSource);
        bed.Samples.Add(new MetricSampleValue(new Dictionary<string, string> { ["host"] = "a" }, _noon, 0.1));
        bed.Samples.Add(new MetricSampleValue(new Dictionary<string, string> { ["host"] = "a" }, _noon.AddHours(1), 97.5));
        var first = Metric(_noon, _noon.AddHours(1));
        var again = Metric(_noon, _noon.AddHours(1));

        var context = await bed.RunAsync(first, 1);
        var repeated = await bed.RunAsync(again, 2);

        Assert.Equal(["Collected"], context.Outcomes);
        Assert.Equal(1.0, context.Output(first.Samples));
        var content = (DataObject)context.Output(first.Result)!;
        Assert.Equal(content["digest"], ((DataObject)repeated.Output(again.Result)!)["digest"]);
        var document = (DataObject)DataJson.Parse((await bed.Blobs.ReadAsync((string)content["digest"]!, default))!)!;
        Assert.Equal("""[{"labels":{"host":"a"},"at":"2026-03-14T12:00:00.0000000+00:00","value":0.1}]""", DataJson.ToJson(document["samples"]));
    }

    [Fact]
    public async Task CollectMetrics_WithoutSamples_SaysNoData()
    {
        var activity = Metric(_noon, _noon.AddHours(1));
        Assert.Equal(["NoData"], (await new EvidenceTestBed(database.DataSource).RunAsync(activity)).Outcomes);
    }

    [Fact]
    public async Task CollectMetrics_MoreSamplesThanAllowed_IsRefusedRatherThanCut()
    {
        var bed = new EvidenceTestBed(database.DataSource, options: new EvidenceOptions { MaxSamples = 2 });
        for (var i = 0; i < 3; i++) bed.Samples.Add(new MetricSampleValue(new Dictionary<string, string>(), _noon.AddMinutes(i), i));
        await Assert.ThrowsAsync<InvalidDataException>(() => bed.RunAsync(Metric(_noon, _noon.AddHours(1))));
    }

    [Fact]
    public async Task CollectHttp_OfAnAnswer_KeepsStatusHeadersAndBodyUnderOneDigest()
    {
        using var handler = new AnsweringHandler(_ => Answer(HttpStatusCode.Accepted, """{"passed":true}""", "application/json"));
        var bed = new EvidenceTestBed(database.DataSource, handler);
        var activity = Http("https://ci.example/runs/7?token=s3cret&branch=main");

        var context = await bed.RunAsync(activity);

        Assert.Equal(["Collected"], context.Outcomes);
        Assert.Equal(202.0, context.Output(activity.StatusCode));
        Assert.Equal(true, ((DataObject)context.Output(activity.Body)!)["passed"]);
        var content = (DataObject)context.Output(activity.Result)!;
        var stored = Encoding.UTF8.GetString((await bed.Blobs.ReadAsync((string)content["digest"]!, default))!);
        Assert.Contains("\"etag\":\"\\\"7\\\"\"", stored, StringComparison.Ordinal);
        Assert.Contains("\"status\":202", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", stored + DataJson.ToJson(content), StringComparison.Ordinal);
        Assert.DoesNotContain("session=", stored, StringComparison.Ordinal);
        Assert.Contains("branch=main", stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CollectHttp_OfAnEndlessAnswer_StopsAtTheLimit()
    {
        using var handler = new AnsweringHandler(_ => new HttpResponseMessage { Content = new StreamContent(new EndlessStream()) });
        var bed = new EvidenceTestBed(database.DataSource, handler, new EvidenceOptions { MaxBytes = 100_000 });
        var activity = Http("http://source.example/");
        var context = await bed.RunAsync(activity);
        Assert.Equal(["Failed"], context.Outcomes);
        Assert.Contains("MaxBytes", (string)context.Output(activity.Error)!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://user:pw@source.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/relative")]
    [InlineData("")]
    public async Task CollectHttp_OfAnAddressItMustNotAsk_FailsWithoutAsking(string url)
    {
        using var handler = new AnsweringHandler(_ => throw new InvalidOperationException("asked"));
        var activity = Http(url);
        var context = await new EvidenceTestBed(database.DataSource, handler).RunAsync(activity);
        Assert.Equal(["Failed"], context.Outcomes);
        Assert.DoesNotContain("pw", (string)context.Output(activity.Error)!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-A", "1\r\nX-Injected: yes")]
    [InlineData("X-A", "1\nX-Injected: yes")]
    public async Task CollectHttp_WithALineBreakInAHeader_IsRefused(string name, string value)
    {
        using var handler = new AnsweringHandler(_ => throw new InvalidOperationException("asked"));
        var activity = Http("http://source.example/");
        activity.Headers = new(new DataObject { [name] = value });
        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(() => new EvidenceTestBed(database.DataSource, handler).RunAsync(activity));
        Assert.Contains("line break", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CheckValidity_OfWhatStoreGave_AlsoAfterItWasStoredAsJson()
    {
        var bed = new EvidenceTestBed(database.DataSource);
        var evidence = await bed.StoreTextAsync("valid for an hour", 1, validFor: TimeSpan.FromHours(1));
        var restored = DataJson.Parse(DataJson.ToJson(evidence));
        var activity = new CheckEvidenceValidity { Evidence = new(restored), Result = new(), State = new() };
        Assert.Equal(["Valid"], (await bed.RunAsync(activity)).Outcomes);
        bed.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["Expired"], (await bed.RunAsync(activity)).Outcomes);
        Assert.Equal(["Missing"], (await bed.RunAsync(new CheckEvidenceValidity())).Outcomes);
    }

    private static CollectMetricEvidence Metric(DateTimeOffset from, DateTimeOffset to) =>
        new() { Series = new("host.cpu.percent"), From = new(from), To = new(to), Samples = new(), Result = new() };

    private static CollectHttpEvidence Http(string url) =>
        new() { Url = new(url), StatusCode = new(), Body = new(), Error = new(), Result = new() };

    private static async Task<DataObject> CollectAsync(EvidenceTestBed bed, object value)
    {
        var activity = new CollectEvidence { Content = new(value), Source = new("test"), Result = new() };
        return (DataObject)(await bed.RunAsync(activity)).Output(activity.Result)!;
    }

    private static HttpResponseMessage Answer(HttpStatusCode status, string body, string mediaType)
    {
        var response = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, mediaType) };
        response.Headers.TryAddWithoutValidation("ETag", "\"7\"");
        response.Headers.TryAddWithoutValidation("Set-Cookie", "session=1");
        return response;
    }

    private sealed class EndlessStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => count;

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
