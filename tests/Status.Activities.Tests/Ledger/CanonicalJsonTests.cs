using System.Text.Json;
using FsCheck;
using Status.Activities.Ledger.Entries;
using Status.Workflows.Model.Data;

namespace Status.Activities.Tests.Ledger;

public sealed class CanonicalJsonTests
{
    /// <summary>Most rows are from RFC 8785 appendix B.</summary>
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    [InlineData(0x7ff0000000000000, "null")]
    public void Number_Rfc8785Table_GivesItsText(ulong bits, string text) => Assert.Equal(text, CanonicalJson.Number(BitConverter.UInt64BitsToDouble(bits)));

    [Fact]
    public void Number_AnyDouble_ReadsBackTheSame() => Law.Holds(
        Gen.Choose(0, ushort.MaxValue).Four().Select(q => BitConverter.UInt64BitsToDouble(((ulong)q.Item1 << 48) | ((ulong)q.Item2 << 32) | ((ulong)q.Item3 << 16) | (uint)q.Item4)),
        value => !double.IsFinite(value) || double.Parse(CanonicalJson.Number(value)) == value,
        5000);

    [Fact]
    public void ToText_Rfc8785Example_IsSortedAndEscapedAsPrescribed()
    {
        var value = DataJson.Parse("""
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """);
        Assert.Equal(
            """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""",
            CanonicalJson.ToText(value));
    }

    [Fact]
    public void ToText_MembersOfAnyOrder_GiveTheSameText()
    {
        var one = new DataObject { ["b"] = 1.0, ["a"] = new DataArray { "x", null }, ["€"] = true, ["\r"] = 2L };
        var two = new DataObject { ["€"] = true, ["\r"] = 2L, ["a"] = new DataArray { "x", null }, ["b"] = 1.0 };
        Assert.Equal("""{"\r":2,"a":["x",null],"b":1,"€":true}""", CanonicalJson.ToText(one));
        Assert.Equal(CanonicalJson.ToText(one), CanonicalJson.ToText(two));
    }

    [Fact]
    public void ToText_ExactNumbers_AreNotRounded()
    {
        Assert.Equal("9007199254740993", CanonicalJson.ToText(9007199254740993L));
        Assert.Equal("0.1", CanonicalJson.ToText(0.10m));
        Assert.Equal("99.99", CanonicalJson.ToText(99.990m));
        Assert.Equal("1234567890123456789.123456789", CanonicalJson.ToText(1234567890123456789.123456789m));
        Assert.Equal("-5", CanonicalJson.ToText(-5.000m));
    }

    [Fact]
    public void ToText_HalfASurrogatePair_IsReplacedAndStaysJson()
    {
        var text = CanonicalJson.ToText("a\uD800b😀\uDC00");
        Assert.Equal("\"a\uFFFDb😀\uFFFD\"", text);
        Assert.Equal(JsonValueKind.String, JsonDocument.Parse(text).RootElement.ValueKind);
    }

    [Fact]
    public void LeafData_AnEntry_IsTheDocumentedText()
    {
        var entry = new LedgerEntry(
            7, "agreement/1", "agreement.evaluated", "scope \"A\"", null, "instance-1", "{}"u8.ToArray(), 42, new DateTimeOffset(2026, 11, 21, 3, 4, 5, TimeSpan.FromHours(2)).AddTicks(10));
        Assert.Equal(
            """{"agreement":null,"bodySha256":"44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","cause":42,"enlistedAt":"2026-11-21T01:04:05.000001Z","index":7,"instance":"instance-1","key":"agreement/1","kind":"agreement.evaluated","subject":"scope \"A\"","v":1}""",
            System.Text.Encoding.UTF8.GetString(entry.LeafData()));
    }
}
