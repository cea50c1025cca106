using Status.Activities.Ledger.Signing;

namespace Status.Activities.Tests.Ledger;

public sealed class Ed25519Tests
{
    /// <summary>RFC 8032 §7.1, tests 1 to 3.</summary>
    [Theory]
    [InlineData(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60", "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")]
    [InlineData(
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb", "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")]
    [InlineData(
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7", "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a")]
    public void SignAndVerify_Rfc8032Vector_GivesThePublishedBytes(string seed, string publicKey, string message, string signature)
    {
        using var key = new Ed25519PrivateKey(Convert.FromHexString(seed));
        using var verifier = new Ed25519PublicKey(Convert.FromHexString(publicKey));
        Assert.Equal(publicKey, Convert.ToHexStringLower(key.PublicKey()));
        Assert.Equal(signature, Convert.ToHexStringLower(key.Sign(Convert.FromHexString(message))));
        Assert.True(verifier.Verify(Convert.FromHexString(message), Convert.FromHexString(signature)));
    }

    [Fact]
    public void Verify_AnyBitOfTheSignatureFlipped_IsRefused()
    {
        using var key = new Ed25519PrivateKey(new byte[32]);
        using var verifier = new Ed25519PublicKey(key.PublicKey());
        var signature = key.Sign("entry"u8);
        for (var bit = 0; bit < signature.Length * 8; bit++)
        {
            var flipped = signature.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(verifier.Verify("entry"u8, flipped));
        }

        Assert.False(verifier.Verify("Entry"u8, signature));
        Assert.False(verifier.Verify("entry"u8, signature.AsSpan(0, 63)));
    }

    [Fact]
    public async Task Sign_FromManyThreads_GivesTheSameSignature()
    {
        using var key = new Ed25519PrivateKey(new byte[32]);
        var expected = key.Sign("entry"u8);
        await Parallel.ForAsync(0, 500, (_, _) =>
        {
            Assert.Equal(expected, key.Sign("entry"u8));
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void Constructors_WrongLength_SayWhatIsExpected()
    {
        Assert.Contains("32 bytes, not 31", Assert.Throws<ArgumentException>(() => new Ed25519PrivateKey(new byte[31])).Message);
        Assert.Contains("32 bytes, not 33", Assert.Throws<ArgumentException>(() => new Ed25519PublicKey(new byte[33])).Message);
    }

    [Fact]
    public void EnsureAvailable_LibraryMissing_NamesItAndTheRemedy()
    {
        var error = Assert.Throws<PlatformNotSupportedException>(() => LibCrypto.EnsureAvailable("libcrypto-missing.so.3"));
        Assert.Contains("libcrypto-missing.so.3", error.Message);
        Assert.Contains("apt-get install libssl3", error.Message);
    }
}
