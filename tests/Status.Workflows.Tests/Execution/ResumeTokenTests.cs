using Status.Testing;
using Status.Workflows.Execution;

namespace Status.Workflows.Tests.Execution;

public sealed class ResumeTokenTests
{
    private readonly TestTimeProvider _time = new();

    [Fact]
    public void Read_OwnToken_TellsWhatItAllows()
    {
        var tokens = Tokens();
        var expires = _time.GetUtcNow().AddMinutes(5);

        Assert.Equal(new ResumeToken(null, "run", "bookmark", tokens.Read(tokens.ForBookmark("run", "bookmark", expires))!.ExpiresAt), tokens.Read(tokens.ForBookmark("run", "bookmark", expires)));
        Assert.Equal("go", tokens.Read(tokens.ForEvent("go", null, expires))!.EventName);
    }

    [Fact]
    public void Read_Expired_IsRefused()
    {
        var tokens = Tokens();
        var token = tokens.ForEvent("go", null, _time.GetUtcNow().AddMinutes(5));
        _time.MoveTo(_time.GetUtcNow().AddMinutes(5));
        Assert.Null(tokens.Read(token));
    }

    [Fact]
    public void Read_AnyCharacterChanged_IsRefused()
    {
        var tokens = Tokens();
        var token = tokens.ForEvent("go", "run", _time.GetUtcNow().AddMinutes(5));
        for (var i = 0; i < token.Length; i++)
        {
            var other = token[i] == 'A' ? 'B' : 'A';
            var read = tokens.Read($"{token[..i]}{other}{token[(i + 1)..]}");
            // The last character of base64 may carry bits that mean nothing.
            if (i != token.Length - 1) Assert.Null(read);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a.b")]
    [InlineData("%%%.%%%")]
    public void Read_NoToken_IsRefused(string? token) => Assert.Null(Tokens().Read(token));

    [Fact]
    public void Read_TokenOfAnotherKey_IsRefused()
    {
        var token = Tokens(2).ForEvent("go", null, _time.GetUtcNow().AddMinutes(5));
        Assert.Null(Tokens(1).Read(token));
    }

    private ResumeTokens Tokens(byte fill = 1)
    {
        var tokens = new ResumeTokens(_time);
        var key = new byte[32];
        Array.Fill(key, fill);
        tokens.UseKey(key);
        return tokens;
    }
}
