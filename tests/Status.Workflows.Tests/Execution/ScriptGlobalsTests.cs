using Microsoft.Extensions.DependencyInjection;
using Status.Testing.Workflows;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Tests.Execution;

/// <summary>Globals of Elsa's scripts, beyond variables and inputs.</summary>
public sealed class ScriptGlobalsTests
{
    [Theory]
    [InlineData("[args.order, getInput('order')]", "[7,7]")]
    [InlineData("[getConfig('Region'), getConfig('region'), getConfig('ConnectionStrings:Default'), getConfig('Missing')]", """["eu","eu",null,null]""")]
    [InlineData("[getGuidString('0F8FAD5B-D9CB-469F-A165-70867728950E'), getShortGuid('0f8fad5b-d9cb-469f-a165-70867728950e'), parseGuid('0f8fad5bd9cb469fa16570867728950e')]", """["0f8fad5b-d9cb-469f-a165-70867728950e","W62PD8vZn0ahZXCGdyiVDg","0f8fad5b-d9cb-469f-a165-70867728950e"]""")]
    [InlineData("[Guid.Empty, Guid.NewGuid().length, Guid.Parse('0F8FAD5B-D9CB-469F-A165-70867728950E').length]", """["00000000-0000-0000-0000-000000000000",36,36]""")]
    [InlineData("[TimeSpan.FromMinutes(90), TimeSpan.FromDays(1.5).totalHours, TimeSpan.Parse('1.02:00:00').totalHours, TimeSpan.Zero.totalSeconds]", """["01:30:00",36,26,0]""")]
    [InlineData("[DateTime.UtcNow.getTime() === Date.now(), DateTimeOffset.Parse('2026-01-02T03:04:05+02:00').toISOString(), DateTime.Today.toISOString().slice(10), DateTime.UnixEpoch.getTime()]", """[true,"2026-01-02T01:04:05.000Z","T00:00:00.000Z",0]""")]
    [InlineData("[streamToBase64(bytesFromString('hi')), bytesToString(streamToBytes({ filename: 'a', content: bytesFromString('x') }))]", """["aGk=","x"]""")]
    [InlineData("[typeof DateTime.constructor, typeof Guid.GetType, typeof TimeSpan.FromTicks, typeof args.constructor]", """["undefined","undefined","undefined","undefined"]""")]
    public async Task Script_Global_GivesItsValue(string source, string expected)
    {
        await using var host = Host();
        var json = new WorkflowBuilder("globals").Input("order").Then("run", "Elsa.RunJavaScript", new { script = source }).ToJson();
        var run = await host.RunAsync(json, new DataObject { ["order"] = 7d });
        Assert.Empty(run.Incidents);
        Assert.Equal(expected, DataJson.ToJson((await ActivityRun.ReadAsync(host.Store, run, "run")).Outputs["Result"]));
    }

    [Theory]
    [InlineData("createEventTriggerUrl('paid', TimeSpan.FromHours(2))", 2)]
    [InlineData("createEventTriggerUrl('paid')", 24)]
    [InlineData("createEventTriggerUrl('paid', new Date(Date.now() + 3 * 3600000))", 3)]
    public async Task CreateEventTriggerUrl_Event_IsATokenForThisRunUntilThen(string source, int hours)
    {
        await using var host = Host();
        var tokens = host.Services.GetRequiredService<ResumeTokens>();
        tokens.UseKey(new byte[32]);
        var run = await host.RunActivityAsync("Elsa.RunJavaScript", new { script = source });
        var url = new Uri((string)run.Outputs["Result"]!);

        Assert.Equal(("https://status.example/elsa/api/events/trigger", '?'), (url.GetLeftPart(UriPartial.Path), url.Query[0]));
        var token = tokens.Read(Uri.UnescapeDataString(url.Query[3..]));
        Assert.Equal(("paid", run.Result.InstanceId.Value, host.Time.GetUtcNow().AddHours(hours)), (token!.EventName, token.InstanceId, token.ExpiresAt));
    }

    [Fact]
    public async Task CreateEventTriggerUrl_ReservedName_IsRefused()
    {
        await using var host = Host();
        host.Services.GetRequiredService<ResumeTokens>().UseKey(new byte[32]);
        Assert.NotNull((await host.RunActivityAsync("Elsa.RunJavaScript", new { script = "createEventTriggerUrl('evidence.collected')" })).Fault);
    }

    private static WorkflowTestHost Host() => new(services => services.Configure<ScriptSettings>(o =>
    {
        o.PublicAddress = "https://status.example/";
        o.Config["Region"] = "eu";
    }));
}
