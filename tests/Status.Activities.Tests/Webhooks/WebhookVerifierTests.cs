using System.Text;
using FsCheck;
using Status.Activities.Webhooks;
using Status.Workflows.Http;

namespace Status.Activities.Tests.Webhooks;

public sealed class WebhookVerifierTests
{
    // The example of standardwebhooks.com: a fixed secret, id, time and body with a known signature.
    private const string StandardSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string StandardBody = """{"test": 2432232314}""";
    private const string GitHubSecret = "It's a Secret to Everybody";
    private static readonly DateTimeOffset _sent = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [Fact]
    public void Check_OfThePublishedStandardExample_IsGenuine()
    {
        var check = WebhookVerifier.Check(Standard(), Headers("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="), Encoding.UTF8.GetBytes(StandardBody), _sent);
        Assert.Equal(new WebhookCheck(WebhookVerdict.Genuine, "msg_p5jXN8AQM9LWM0D4loKWxJek"), check);
    }

    [Fact]
    public void Check_OfThePublishedGitHubExample_IsGenuine()
    {
        var check = WebhookVerifier.Check(
            new WebhookSourceOptions { Secret = GitHubSecret },
            Hub("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"), "Hello, World!"u8, _sent);
        Assert.Equal(new WebhookCheck(WebhookVerdict.Genuine, "sha256:dffd6021bb2bd5b0af676290809ec3a53191dd81c7f70a4b28688a362182986f"), check);
    }

    [Theory]
    [InlineData(null, WebhookVerdict.Malformed)]
    [InlineData("", WebhookVerdict.Malformed)]
    [InlineData("sha256=", WebhookVerdict.Malformed)]
    [InlineData("sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", WebhookVerdict.Malformed)]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e1", WebhookVerdict.Malformed)]
    [InlineData("sha256=zz7107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17", WebhookVerdict.Malformed)]
    [InlineData("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18", WebhookVerdict.Forged)]
    [InlineData("sha256=0000000000000000000000000000000000000000000000000000000000000000", WebhookVerdict.Forged)]
    public void Check_OfABadHubSignature_SaysWhy(string? signature, WebhookVerdict verdict) =>
        Assert.Equal(new WebhookCheck(verdict, null), WebhookVerifier.Check(new WebhookSourceOptions { Secret = GitHubSecret }, Hub(signature), "Hello, World!"u8, _sent));

    [Theory]
    [InlineData(300, WebhookVerdict.Genuine)]
    [InlineData(301, WebhookVerdict.TooOld)]
    [InlineData(-300, WebhookVerdict.Genuine)]
    [InlineData(-301, WebhookVerdict.TooNew)]
    public void Check_SecondsAfterItWasSent_EndsWithTheTolerance(int seconds, WebhookVerdict verdict)
    {
        var check = WebhookVerifier.Check(
            Standard(), Headers("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="), Encoding.UTF8.GetBytes(StandardBody), _sent.AddSeconds(seconds));
        Assert.Equal(verdict, check.Verdict);
    }

    [Theory]
    [InlineData("v1,AAAA v2,xx v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookVerdict.Genuine)]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookVerdict.Forged)]
    [InlineData("g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", WebhookVerdict.Forged)]
    [InlineData("", WebhookVerdict.Malformed)]
    public void Check_OfSeveralSignatures_NeedsOneThatFits(string signatures, WebhookVerdict verdict) =>
        Assert.Equal(verdict, WebhookVerifier.Check(Standard(), Headers(signatures), Encoding.UTF8.GetBytes(StandardBody), _sent).Verdict);

    [Fact]
    public void Check_WithAnotherIdOrTime_IsForged()
    {
        const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
        Assert.Equal(WebhookVerdict.Forged, WebhookVerifier.Check(Standard(), Headers(Signature, id: "msg_other"), Encoding.UTF8.GetBytes(StandardBody), _sent).Verdict);
        Assert.Equal(WebhookVerdict.Forged, WebhookVerifier.Check(Standard(), Headers(Signature, time: "1614265331"), Encoding.UTF8.GetBytes(StandardBody), _sent).Verdict);
        Assert.Equal(WebhookVerdict.Malformed, WebhookVerifier.Check(Standard(), Headers(Signature, time: "99999999999999999999"), Encoding.UTF8.GetBytes(StandardBody), _sent).Verdict);
    }

    [Fact]
    public void Check_OfAnUnknownName_IsNeverGenuine() =>
        Assert.Equal(WebhookVerdict.UnknownSource, WebhookVerifier.Check(null, Hub("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"), "Hello, World!"u8, _sent).Verdict);

    [Fact]
    public void Check_OfASignedMessageReplayedAsABody_IsForgedForTheStandardScheme()
    {
        // The same key under both schemes: what one signs must not pass as the other, so the scheme is never taken from the request.
        var key = WebhookSignature.ReadKey(StandardSecret);
        var replay = Encoding.UTF8.GetBytes($"msg_p5jXN8AQM9LWM0D4loKWxJek.1614265330.{StandardBody}");
        var hub = "sha256=" + Convert.ToHexStringLower(WebhookSignature.OfBody(key, replay));
        Assert.Equal(WebhookVerdict.Malformed, WebhookVerifier.Check(Standard(), Hub(hub), replay, _sent).Verdict);
    }

    [Fact]
    public void Check_WithThePreviousSecret_IsGenuineWhileItIsConfigured()
    {
        var signature = "sha256=" + Convert.ToHexStringLower(WebhookSignature.OfBody(WebhookSignature.ReadKey(GitHubSecret), "x"u8));
        Assert.Equal(WebhookVerdict.Genuine, WebhookVerifier.Check(
            new WebhookSourceOptions { Secret = "a new secret of length", PreviousSecret = GitHubSecret }, Hub(signature), "x"u8, _sent).Verdict);
        Assert.Equal(WebhookVerdict.Forged, WebhookVerifier.Check(
            new WebhookSourceOptions { Secret = "a new secret of length" }, Hub(signature), "x"u8, _sent).Verdict);
    }

    [Fact]
    public void Sign_AnyMessage_IsGenuineUntilOneByteChanges() => Prop.ForAll<byte[], NonEmptyString>((body, id) =>
    {
        var name = "msg_" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(id.Get))[..Math.Min(40, id.Get.Length)];
        var headers = WebhookSignature.Sign(StandardSecret, name, _sent, body ?? []).ToDictionary();
        var genuine = WebhookVerifier.Check(Standard(), headers.GetValueOrDefault, body ?? [], _sent).Verdict;
        var longer = WebhookVerifier.Check(Standard(), headers.GetValueOrDefault, [.. body ?? [], 0], _sent).Verdict;
        return genuine == WebhookVerdict.Genuine && longer == WebhookVerdict.Forged;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Validate_OfBrokenSenders_NamesEveryKeyAndNoSecret()
    {
        var options = new WebhooksOptions();
        options.Sources["none"] = new WebhookSourceOptions();
        options.Sources["short"] = new WebhookSourceOptions { Secret = "hunter2" };
        options.Sources["base64"] = new WebhookSourceOptions { Secret = "whsec_not base64 at all" };
        options.Sources["big"] = new WebhookSourceOptions { Secret = GitHubSecret, MaxBodyBytes = 0, Tolerance = TimeSpan.Zero, SignatureHeader = " " };
        var failures = new WebhooksOptionsValidator().Validate(null, options).Failures!.ToList();
        Assert.Equal(6, failures.Count);
        Assert.DoesNotContain(failures, failure => failure.Contains("hunter2", StringComparison.Ordinal));
    }

    private static WebhookSourceOptions Standard() => new() { Secret = StandardSecret };

    private static Func<string, string?> Hub(string? signature) => name => name == "X-Hub-Signature-256" ? signature : null;

    private static Func<string, string?> Headers(string signature, string id = "msg_p5jXN8AQM9LWM0D4loKWxJek", string time = "1614265330") => name => name switch
    {
        "webhook-id" => id,
        "webhook-timestamp" => time,
        "webhook-signature" => signature,
        _ => null,
    };
}
