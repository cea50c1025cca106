using Status.Host.Hosting.Sampling;

namespace Status.Host.Tests.Hosting.Sampling;

public sealed class ProbeClientTests
{
    [Theory]
    [InlineData("http://127.0.0.1:3000", "http://127.0.0.1:3000/health/live")]
    [InlineData("http://[::]:3000", "http://[::1]:3000/health/live")]
    [InlineData("http://0.0.0.0:80", "http://127.0.0.1/health/live")]
    [InlineData("http://*:8080", "http://127.0.0.1:8080/health/live")]
    [InlineData("https://+:8443", "https://127.0.0.1:8443/health/live")]
    [InlineData("https://a:1;http://b:2", "http://b:2/health/live")]
    [InlineData("unix:/run/status.sock", null)]
    [InlineData("", null)]
    public void OwnAddress_Listeners_OneThatCanBeAsked(string listening, string? expected) =>
        Assert.Equal(expected, ProbeClient.OwnAddress(listening.Split(';', StringSplitOptions.RemoveEmptyEntries))?.AbsoluteUri);

    [Fact]
    public void Label_Address_LeavesSecretsOut() =>
        Assert.Equal("https://example.org:8443/health", ProbeClient.Label(new("https://user:secret@example.org:8443/health?token=1#x")));
}
