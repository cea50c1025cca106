using System.Net;
using Status.Workflows.Http;

namespace Status.Workflows.Tests.Http;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("10.0.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.169.254")]
    [InlineData("100.64.0.1")]
    [InlineData("0.0.0.0")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("::1")]
    [InlineData("::")]
    [InlineData("fe80::1")]
    [InlineData("fd00::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("::ffff:10.1.2.3")]
    [InlineData("2002:7f00:1::")]
    [InlineData("64:ff9b::a00:1")]
    public void Allows_AddressThatIsNotPublic_IsRefused(string address) =>
        Assert.False(new AddressGuard([]).Allows(IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1")]
    [InlineData("172.32.0.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("64:ff9b::101:101")]
    public void Allows_PublicAddress_Passes(string address) =>
        Assert.True(new AddressGuard([]).Allows(IPAddress.Parse(address)));

    [Fact]
    public void Allows_NetworkThatConfigurationNames_PassesAndNoOther()
    {
        var guard = new AddressGuard([IPNetwork.Parse("10.1.0.0/16")]);
        Assert.True(guard.Allows(IPAddress.Parse("10.1.2.3")));
        Assert.True(guard.Allows(IPAddress.Parse("::ffff:10.1.2.3")));
        Assert.False(guard.Allows(IPAddress.Parse("10.2.2.3")));
    }

    [Theory]
    [InlineData("X-Test", "a\r\nSet-Cookie: b=c", false)]
    [InlineData("X Test", "a", false)]
    [InlineData("", "a", false)]
    [InlineData("X-Test", "plain", true)]
    public void IsValid_HeaderThatWouldSmuggleAnother_IsRefused(string name, string value, bool valid) =>
        Assert.Equal(valid, HttpHeaderRules.IsValid(name, value));
}
