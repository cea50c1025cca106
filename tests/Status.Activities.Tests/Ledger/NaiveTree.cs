using System.Security.Cryptography;
using Status.Activities.Ledger.Merkle;

namespace Status.Activities.Tests.Ledger;

/// <summary>The recursive definitions of RFC 9162 §2.1, written down as they stand there: slow, and independent of the code under test.</summary>
internal static class NaiveTree
{
    public static byte[] Hash(IReadOnlyList<byte[]> d)
    {
        if (d.Count == 0) return SHA256.HashData([]);
        if (d.Count == 1) return SHA256.HashData([0, .. d[0]]);
        var k = Split(d.Count);
        return SHA256.HashData([1, .. Hash([.. d.Take(k)]), .. Hash([.. d.Skip(k)])]);
    }

    public static List<byte[]> Path(int m, IReadOnlyList<byte[]> d)
    {
        if (d.Count == 1) return [];
        var k = Split(d.Count);
        return m < k
            ? [.. Path(m, [.. d.Take(k)]), Hash([.. d.Skip(k)])]
            : [.. Path(m - k, [.. d.Skip(k)]), Hash([.. d.Take(k)])];
    }

    public static List<byte[]> Proof(int m, IReadOnlyList<byte[]> d) => SubProof(m, d, true);

    public static MerkleHash[] Convert(IEnumerable<byte[]> hashes) => [.. hashes.Select(h => MerkleHash.From(h))];

    private static List<byte[]> SubProof(int m, IReadOnlyList<byte[]> d, bool whole)
    {
        if (m == d.Count) return whole ? [] : [Hash(d)];
        var k = Split(d.Count);
        return m <= k
            ? [.. SubProof(m, [.. d.Take(k)], whole), Hash([.. d.Skip(k)])]
            : [.. SubProof(m - k, [.. d.Skip(k)], false), Hash([.. d.Take(k)])];
    }

    private static int Split(int n)
    {
        var k = 1;
        while (k * 2 < n) k *= 2;
        return k;
    }
}
