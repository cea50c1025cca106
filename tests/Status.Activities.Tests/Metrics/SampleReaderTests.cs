using System.Text;
using System.Text.Json;
using FsCheck;
using Microsoft.Extensions.Options;
using Status.Activities.Metrics;
using Status.Activities.Metrics.Ingestion;

namespace Status.Activities.Tests.Metrics;

public sealed class SampleReaderTests
{
    private static readonly DateTimeOffset _now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly SampleReader _reader = new(new FixedTime(_now), Options.Create(new MetricsOptions { BatchLimit = 5 }));

    [Fact]
    public void ReadJson_WellFormedSample_IsRead()
    {
        var batch = Read("""{"samples":[{"name":"cpu","labels":{"host":"é","a":"1"},"at":"2026-11-20T13:00:00.1234567+01:00","value":1.5e1,"unit":"%"}]}""");

        var sample = Assert.Single(batch.Samples);
        Assert.Equal("""cpu{"a":"1","host":"é"}""", sample.Series.ToString());
        Assert.Equal("%", sample.Series.Unit);
        Assert.Equal(15, sample.Value);
        Assert.Equal(_now.AddTicks(1234567), sample.At);
        Assert.Empty(batch.Rejected);
    }

    [Fact]
    public void ReadJson_SeriesWrittenInManyWays_IsOneSeries()
    {
        var batch = Read("""[{"name":"a","labels":{"x":"1","y":"2"},"at":1795176000000,"value":1},{"value":2,"at":1795176000001,"labels":{ "y":"2", "x":"\u0031"},"name":"\u0061"},{"name":"a","labels":{"x":"1","y":"2"},"at":1795176000000,"value":true}]""");

        Assert.Equal(batch.Samples[0].Series, batch.Samples[1].Series);
        Assert.Same(batch.Samples[0].Series, batch.Samples[2].Series);
        Assert.Equal(_now, batch.Samples[0].At);
        Assert.Equal(1, batch.Samples[2].Value);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("1e999")]
    [InlineData("-1e400")]
    [InlineData("\"NaN\"")]
    [InlineData("\"-inf\"")]
    public void ReadJson_ValueThatIsNotFinite_IsReportedAndTheOthersEnter(string value)
    {
        var batch = Read("[" + Sample("1") + "," + Sample(value) + "," + Sample("3") + "]");

        Assert.Equal([1.0, 3.0], batch.Samples.Select(sample => sample.Value));
        Assert.Equal([0, 2], batch.Samples.Select(sample => sample.Index));
        var rejection = Assert.Single(batch.Rejected);
        Assert.Equal((1, "$.samples[1].value", RejectionCodes.NotFinite), (rejection.Index, rejection.Path, rejection.Code));
    }

    [Theory]
    [InlineData("2026-11-20T12:10:00Z", null)]
    [InlineData("2026-11-20T12:10:00.001Z", RejectionCodes.InFuture)]
    [InlineData("2026-10-21T12:00:00Z", null)]
    [InlineData("2026-10-21T11:59:59Z", RejectionCodes.TooOld)]
    [InlineData("2026-11-20T12:00:00", RejectionCodes.Malformed)]
    [InlineData("yesterday", RejectionCodes.Malformed)]
    public void ReadJson_Time_IsHeldAgainstClockAndRetention(string at, string? code)
    {
        var batch = Read("[" + Sample("1", at: at) + "]");

        Assert.Equal(code, batch.Rejected.SingleOrDefault()?.Code);
        if (code is not null) Assert.Equal("$.samples[0].at", batch.Rejected[0].Path);
    }

    [Theory]
    [InlineData("""{"at":1795176000000,"value":1}""", ".name")]
    [InlineData("""{"name":"a b","at":1795176000000,"value":1}""", ".name")]
    [InlineData("""{"name":1,"at":1795176000000,"value":1}""", ".name")]
    [InlineData("""{"name":"a","value":1}""", ".at")]
    [InlineData("""{"name":"a","at":1e300,"value":1}""", ".at")]
    [InlineData("""{"name":"a","at":{"x":[1]},"value":1}""", ".at")]
    [InlineData("""{"name":"a","at":1795176000000}""", ".value")]
    [InlineData("""{"name":"a","at":1795176000000,"value":"12"}""", ".value")]
    [InlineData("""{"name":"a","at":1795176000000,"value":[1]}""", ".value")]
    [InlineData("""{"name":"a","at":1795176000000,"value":1,"labels":[]}""", ".labels")]
    [InlineData("""{"name":"a","at":1795176000000,"value":1,"labels":{"x":1}}""", ".labels")]
    [InlineData("""{"name":"a","at":1795176000000,"value":1,"labels":{"x":"1","x":"2"}}""", ".labels")]
    [InlineData("""{"name":"a","at":1795176000000,"value":1,"labels":{"x":"\ud800"}}""", ".labels")]
    [InlineData("""{"name":"a","at":1795176000000,"value":1,"labels":{"x":"\u0000"}}""", ".labels.x")]
    [InlineData("""{"name":"a","at":1795176000000,"value":1,"labels":{"x":"*"}}""", ".labels.x")]
    [InlineData("""{"name":"a","at":1795176000000,"value":1,"lables":{"x":"1"}}""", "")]
    [InlineData("""17""", "")]
    [InlineData("""[[]]""", "")]
    public void ReadJson_WrongSample_IsReportedWithPathAndTheOthersEnter(string wrong, string path)
    {
        var batch = Read("[" + wrong + "," + Sample("2") + "]");

        var rejection = Assert.Single(batch.Rejected);
        Assert.Equal("$.samples[0]" + path, rejection.Path);
        Assert.Equal(RejectionCodes.Malformed, rejection.Code);
        Assert.Equal(2, Assert.Single(batch.Samples).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("12")]
    [InlineData("""{"samples":{}}""")]
    [InlineData("""{"sample":[]}""")]
    [InlineData("""{}""")]
    [InlineData("""[1,2] 3""")]
    [InlineData("""[1,2,3,4,5,6]""")]
    [InlineData("""[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]""")]
    public void ReadJson_BodyThatIsNoBatch_IsRefusedWhole(string body) =>
        Assert.Throws<SampleFormatException>(() => Read(body));

    [Fact]
    public void ReadLines_WrongLines_AreReportedAndTheOthersEnter()
    {
        var batch = _reader.ReadLines(Encoding.UTF8.GetBytes(Sample("1") + "\r\n\n{oops\n" + Sample("NaN") + "\n" + Sample("2") + " " + Sample("3") + "\n" + Sample("4")));

        Assert.Equal([1.0, 4.0], batch.Samples.Select(sample => sample.Value));
        Assert.Equal([1, 2, 3], batch.Rejected.Select(rejection => rejection.Index));
        Assert.Equal([RejectionCodes.Malformed, RejectionCodes.NotFinite, RejectionCodes.Malformed], batch.Rejected.Select(rejection => rejection.Code));
    }

    [Fact]
    public void ReadJson_AnyBytes_EitherBatchOrFormatException() =>
        Prop.ForAll<byte[]>(bytes =>
        {
            try
            {
                return _reader.ReadJson(bytes).Sent >= 0;
            }
            catch (SampleFormatException)
            {
                return true;
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void ReadJson_AnyTextInNameOrLabel_AccountsForTheSample() =>
        Prop.ForAll<string, string>((name, label) =>
        {
            var json = JsonSerializer.Serialize(new[] { new { name, labels = new Dictionary<string, string> { ["x"] = label }, at = _now, value = 1 } });
            return Read(json).Sent == 1;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("""{"a":NaN}""", """{"a":"NaN"}""")]
    [InlineData("""["x\"NaN",-Infinity,inf]""", """["x\"NaN","-Infinity","inf"]""")]
    [InlineData("""{"NaN":1}""", null)]
    public void Quote_BareWords_OnlyOutsideStrings(string body, string? expected) =>
        Assert.Equal(expected, BareNumbers.Quote(Encoding.UTF8.GetBytes(body)) is { } quoted ? Encoding.UTF8.GetString(quoted) : null);

    private static SampleBatch Read(string json) => _reader.ReadJson(Encoding.UTF8.GetBytes(json));

    private static string Sample(string value, string at = "2026-11-20T12:00:00Z") => $$"""{"name":"a","at":"{{at}}","value":{{value}}}""";

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
