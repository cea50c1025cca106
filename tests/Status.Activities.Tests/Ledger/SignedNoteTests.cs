using Status.Activities.Ledger.Merkle;
using Status.Activities.Ledger.Notes;

namespace Status.Activities.Tests.Ledger;

public sealed class SignedNoteTests
{
    private const string PeterText = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private const string PeterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string PeterSeed = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private const string PeterLine = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";
    private const string CheckpointText = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    [Fact]
    public void Sign_KeyAndTextOfTheReferenceImplementation_GivesItsPublishedNote()
    {
        // The example of golang.org/x/mod/sumdb/note, from which C2SP's format comes. The seed follows one type byte.
        using var signer = new LedgerSigner(Convert.FromBase64String(PeterSeed).AsSpan(1), "PeterNeumann");
        var note = SignedNote.Parse(PeterText + "\n" + PeterLine);

        Assert.Equal(PeterKey, signer.Key.ToString());
        Assert.True(NoteKey.Parse(PeterKey).Verifies(note));
        Assert.Equal(PeterText, note.Text);
        Assert.Equal(PeterText + "\n" + PeterLine, note.ToString());
        var checkpoint = new Checkpoint("PeterNeumann", 1, TreeHash.Empty);
        Assert.True(signer.Key.Verifies(SignedNote.Parse(signer.Sign(checkpoint))));
    }

    [Fact]
    public void Parse_AnyByteOfANoteChanged_NeverVerifies()
    {
        var note = PeterText + "\n" + PeterLine;
        var key = NoteKey.Parse(PeterKey);
        for (var i = 0; i < note.Length; i++)
        {
            for (var bit = 0; bit < 7; bit++)
            {
                var changed = note[..i] + (char)(note[i] ^ (1 << bit)) + note[(i + 1)..];
                Assert.False(Verifies(key, changed), changed);
            }
        }
    }

    [Fact]
    public void Parse_AnyByteOfAKeyChanged_IsRefused()
    {
        for (var i = 0; i < PeterKey.Length; i++)
        {
            var changed = PeterKey[..i] + (char)(PeterKey[i] ^ 1) + PeterKey[(i + 1)..];
            Assert.Throws<FormatException>(() => NoteKey.Parse(changed));
        }
    }

    [Theory]
    [InlineData("PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==")]
    [InlineData("PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann")]
    [InlineData("")]
    public void Parse_MalformedKey_IsRefused(string text) => Assert.Throws<FormatException>(() => NoteKey.Parse(text));

    [Theory]
    [InlineData("no signature\n", "empty line")]
    [InlineData("text\n\n— name AAAA", "ends with a newline")]
    [InlineData("text\n\n- name AAAAAAAA\n", "signature line")]
    [InlineData("text\n\n— name AAAA\n", "too short")]
    [InlineData("text\n\n— name AAAAAAAAAAB=\n", "canonical Base64")]
    [InlineData("te\u0001xt\n\n— name AAAAAAAA\n", "control characters")]
    public void Parse_MalformedNote_SaysWhy(string note, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => SignedNote.Parse(note)).Message);

    [Fact]
    public void Parse_CheckpointOfTheSpecification_RoundTrips()
    {
        var checkpoint = Checkpoint.Parse(CheckpointText);
        Assert.Equal("example.com/behind-the-sofa", checkpoint.Origin);
        Assert.Equal(20852163, checkpoint.Size);
        Assert.Equal(CheckpointText, checkpoint.ToText());
        Assert.Equal(checkpoint, Checkpoint.Parse(CheckpointText + "extension line\n"));
    }

    [Theory]
    [InlineData("origin\n5\n")]
    [InlineData("\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("origin\n05\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("origin\n-5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")]
    [InlineData("origin\n5\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n")]
    [InlineData("origin\n5\nAAAA\n")]
    public void Parse_MalformedCheckpoint_IsRefused(string text) => Assert.Throws<FormatException>(() => Checkpoint.Parse(text));

    [Fact]
    public void Verifies_SecondSignatureOfAnUnknownKey_IsIgnored()
    {
        using var other = new LedgerSigner(new byte[32], "witness.example");
        var note = SignedNote.Parse(PeterText + "\n" + PeterLine);
        var cosigned = note with { Signatures = [.. note.Signatures, new NoteSignature("witness.example", other.Key.Id, new byte[64])] };
        Assert.True(NoteKey.Parse(PeterKey).Verifies(cosigned));
        Assert.False(other.Key.Verifies(cosigned));
        var doubled = note with { Signatures = [.. note.Signatures, note.Signatures[0] with { Signature = new byte[64] }] };
        Assert.False(NoteKey.Parse(PeterKey).Verifies(doubled));
    }

    [Fact]
    public void Origin_NotConfigured_DiffersBetweenKeys()
    {
        using var one = new LedgerSigner(new byte[32]);
        using var two = new LedgerSigner([1, .. new byte[31]]);
        Assert.StartsWith("status.ledger/", one.Origin);
        Assert.NotEqual(one.Origin, two.Origin);
    }

    private static bool Verifies(NoteKey key, string note)
    {
        try
        {
            return key.Verifies(SignedNote.Parse(note));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
