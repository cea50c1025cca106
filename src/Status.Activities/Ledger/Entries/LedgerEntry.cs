using System.Security.Cryptography;
using Status.Activities.Ledger.Merkle;
using Status.Workflows.Model.Data;

namespace Status.Activities.Ledger.Entries;

/// <summary>
/// One entry of the ledger. Its leaf in the tree is the canonical JSON (RFC 8785) of every member but the body, which is represented
/// by its SHA-256: whoever holds the entry as it is served can recompute the leaf, and no member can change unnoticed.
/// </summary>
/// <param name="Index">The position in the ledger, from 0, without gaps.</param>
/// <param name="Key">What makes the entry unique: a second posting with the same key is the same entry.</param>
/// <param name="Kind">What was posted, for example <c>agreement.evaluated</c> or <c>audit.user.created</c>.</param>
/// <param name="Subject">What the entry is about, in the poster's words; optional.</param>
/// <param name="Agreement">The id of the agreement it belongs to; optional.</param>
/// <param name="Instance">The id of the workflow instance that posted it; optional.</param>
/// <param name="Body">What is certified: canonical JSON in UTF-8.</param>
/// <param name="Cause">The position on the feed of the fact that enlisted the entry.</param>
/// <param name="EnlistedAt">
/// When that fact was committed; whole microseconds. The sequencer adds no time of its own, so the ledger is a function of the feed: digesting the same
/// facts again gives the same tree, and no second root can be signed for a size.
/// </param>
public sealed record LedgerEntry(
    long Index,
    string Key,
    string Kind,
    string? Subject,
    string? Agreement,
    string? Instance,
    byte[] Body,
    long Cause,
    DateTimeOffset EnlistedAt)
{
    /// <summary>The version of the leaf's layout; it is part of the leaf.</summary>
    public const int LeafVersion = 1;

    /// <summary>The SHA-256 of the body as 64 hexadecimal digits.</summary>
    public string BodyHash() => Convert.ToHexStringLower(SHA256.HashData(Body));

    /// <summary>The bytes that the leaf hash covers.</summary>
    public byte[] LeafData() => CanonicalJson.ToUtf8(new DataObject
    {
        ["agreement"] = Agreement,
        ["bodySha256"] = BodyHash(),
        ["cause"] = Cause,
        ["enlistedAt"] = EnlistedAt,
        ["index"] = Index,
        ["instance"] = Instance,
        ["key"] = Key,
        ["kind"] = Kind,
        ["subject"] = Subject,
        ["v"] = (long)LeafVersion,
    });

    /// <summary>The hash of the leaf: SHA-256(0x00 ‖ <see cref="LeafData"/>).</summary>
    public MerkleHash LeafHash() => TreeHash.Leaf(LeafData());
}
