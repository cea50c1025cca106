using Microsoft.Extensions.DependencyInjection;
using Status.Activities.Extraction;
using Status.Activities.Filtering;
using Status.Activities.Logic;
using Status.Activities.Validation;
using Status.Testing;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Logic;

public sealed class GeneralActivityTests
{
    [Theory]
    [InlineData(true, true, "True", "True", "True")]
    [InlineData(true, false, "False", "True", "False")]
    [InlineData(false, true, "False", "True", "True")]
    [InlineData(false, false, "False", "False", "True")]
    [InlineData(null, true, "NotDetermined", "True", "True")]
    [InlineData(null, false, "False", "NotDetermined", "NotDetermined")]
    [InlineData(true, null, "NotDetermined", "True", "NotDetermined")]
    [InlineData(false, null, "False", "NotDetermined", "True")]
    [InlineData(null, null, "NotDetermined", "NotDetermined", "NotDetermined")]
    public async Task Join_OfTwoVerdicts_FollowsKleene(bool? a, bool? b, string and, string or, string implies)
    {
        Assert.Equal([and], (await RunAsync(new And { A = new(a), B = new(b) })).Outcomes);
        Assert.Equal([or], (await RunAsync(new Or { A = new(a), B = new(b) })).Outcomes);
        var activity = new Implies { A = new(a), B = new(b), Key = new("approved before paid"), Evidence = new(), Result = new() };
        var context = await RunAsync(activity);
        Assert.Equal([implies], context.Outcomes);
        var evidence = (DataObject)context.Output(activity.Evidence)!;
        Assert.Equal(("approved before paid", context.Output(activity.Result)), (evidence["key"], evidence["result"]));
        Assert.Equal("instance-1/Implies/1", evidence["id"]);
    }

    [Theory]
    [InlineData("1", "2", "True")]
    [InlineData("2", "2", "False")]
    [InlineData("0.1", "0.10000000000000001", "True")]
    [InlineData(null, "2", "NotDetermined")]
    public async Task LesserThan_OfTwoNumbers_IsExact(string? a, string? b, string outcome) =>
        Assert.Equal([outcome], (await RunAsync(new LesserThan { A = new(a is null ? null : decimal.Parse(a)), B = new(b is null ? null : decimal.Parse(b)) })).Outcomes);

    [Theory]
    [InlineData("status", "\"open\"", "True")]
    [InlineData("count", "3", "True")]
    [InlineData("count", "\"3\"", "False")]
    [InlineData("done", "\"true\"", "False")]
    [InlineData("done", "true", "True")]
    [InlineData("tags[1]", "\"b\"", "True")]
    [InlineData("tags[2]", "null", "Missing")]
    [InlineData("nothing", "null", "True")]
    [InlineData("absent", "null", "Missing")]
    [InlineData("owner", "{\"mail\":\"x\",\"name\":\"ada\"}", "True")]
    [InlineData("owner.name", "\"ada\"", "True")]
    public async Task CheckProperty_OfAMember_ComparesStrictly(string property, string expected, string outcome)
    {
        var activity = new CheckProperty { Subject = new(Subject()), Property = new(property), ExpectedValue = new(DataJson.Parse(expected)), Evidence = new() };
        var context = await RunAsync(activity);
        Assert.Equal([outcome], context.Outcomes);
        Assert.IsType<bool>(((DataObject)context.Output(activity.Evidence)!)["result"]);
    }

    [Fact]
    public async Task CheckProperty_WithoutAPath_IsRefused() =>
        await Assert.ThrowsAsync<FormatException>(() => RunAsync(new CheckProperty { Subject = new(Subject()) }));

    [Theory]
    [InlineData("https://example.org/a?b=c#d", true)]
    [InlineData("http://[::1]:8080/", true)]
    [InlineData("https://exa mple.org", false)]
    [InlineData("ftp://example.org", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("//example.org", false)]
    [InlineData("https://", false)]
    [InlineData("", false)]
    [InlineData("http://a\r\nHost: b/", false)]
    public void IsUrl_OfAText_TakesAbsoluteWebAddresses(string text, bool valid) => Assert.Equal(valid, IsValidUrl.IsUrl(text));

    [Fact]
    public async Task FilterByDate_OfASpan_IsHalfOpenAndKeepsTheUndatedApart()
    {
        var items = (DataArray)DataJson.Parse("""[{"at":"2026-01-01T00:00:00Z"},{"at":"2026-01-31T23:59:59Z"},{"at":"2026-02-01T00:00:00Z"},{"at":1768435200000},{"at":"soon"},{}]""")!;
        var activity = new FilterByDate
        {
            Items = new(items),
            Property = new("at"),
            From = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)),
            To = new(new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero)),
            Result = new(),
            Undated = new(),
        };
        var context = await RunAsync(activity);
        Assert.Equal("""[{"at":"2026-01-01T00:00:00Z"},{"at":"2026-01-31T23:59:59Z"},{"at":1768435200000}]""", DataJson.ToJson(context.Output(activity.Result)));
        Assert.Equal("""[{"at":"soon"},{}]""", DataJson.ToJson(context.Output(activity.Undated)));
    }

    [Fact]
    public async Task Extraction_FromAList_FindsItemsAndTheNewest()
    {
        var items = (DataArray)DataJson.Parse("""[{"id":"1","at":"2026-01-01"},{"id":1,"at":"2026-03-01"},{"id":2,"at":"2026-02-01"}]""")!;
        var find = new FindObject { Items = new(items), Property = new("id"), Value = new(1.0), Result = new() };
        Assert.Equal("""{"id":1,"at":"2026-03-01"}""", DataJson.ToJson((await RunAsync(find)).Output(find.Result)));
        var newest = new LastTimestamp { Items = new(items), Property = new("at"), Result = new(), Item = new() };
        var context = await RunAsync(newest);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), context.Output(newest.Result));
        var get = new GetProperty { Subject = new(context.Output(newest.Item)), Property = new("id"), Result = new() };
        Assert.Equal(1.0, (await RunAsync(get)).Output(get.Result));
        Assert.Equal(["Missing"], (await RunAsync(new GetProperty { Subject = new(items), Property = new("id") })).Outcomes);
    }

    private static DataObject Subject() => (DataObject)DataJson.Parse(
        """{"status":"open","count":3,"done":true,"tags":["a","b"],"nothing":null,"owner":{"name":"ada","mail":"x"}}""")!;

    private static Task<ActivityTestContext> RunAsync(Activity activity) =>
        new ActivityTestContext(new ServiceCollection().BuildServiceProvider(), new ManualTimeProvider()).RunAsync(activity);
}
