using FsCheck;
using Status.Activities.Ledger.Merkle;

namespace Status.Activities.Tests.Ledger;

public sealed class MerkleTreeTests
{
    /// <summary>The eight leaves and nine roots that Certificate Transparency implementations have tested with since RFC 6962.</summary>
    private static readonly byte[][] _ctLeaves =
        [.. ((string[])["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]).Select(Convert.FromHexString)];

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void Root_PublishedLeaves_GivesPublishedRoot(int size, string root)
    {
        Assert.Equal(root, Build(_ctLeaves[..size]).Root().ToString());
        Assert.Equal(root, Convert.ToHexStringLower(NaiveTree.Hash(_ctLeaves[..size])));
    }

    [Fact]
    public void InclusionAndConsistency_EverySizeUpTo70_EqualTheRecursiveDefinition()
    {
        var leaves = Leaves(70);
        for (var n = 1; n <= leaves.Length; n++)
        {
            var tree = leaves[..n];
            var tiles = Tiles(tree);
            var root = MerkleHash.From(NaiveTree.Hash(tree));
            Assert.Equal(root, Build(tree).Root());
            for (var m = 0; m < n; m++)
            {
                var inclusion = TileProver.Hashes(ProofPath.Inclusion(m, n), tiles);
                Assert.Equal(NaiveTree.Convert(NaiveTree.Path(m, tree)), inclusion);
                Assert.True(ProofVerifier.Inclusion(m, n, TreeHash.Leaf(tree[m]), inclusion, root));
            }

            for (var m = 1; m <= n; m++)
            {
                var consistency = TileProver.Hashes(ProofPath.Consistency(m, n), tiles);
                Assert.Equal(NaiveTree.Convert(NaiveTree.Proof(m, tree)), consistency);
                Assert.True(ProofVerifier.Consistency(m, MerkleHash.From(NaiveTree.Hash(leaves[..m])), n, root, consistency));
            }
        }
    }

    [Fact]
    public void Consistency_AnyPrefixOfALargeTree_IsProvedFromTilesAlone() => Law.Holds(
        Gen.Choose(1, 70_000).Two(),
        sizes =>
        {
            var (m, n) = sizes.Item1 < sizes.Item2 ? (sizes.Item1, sizes.Item2) : (sizes.Item2, sizes.Item1);
            var proof = TileProver.Hashes(ProofPath.Consistency(m, n), _largeTiles.Value);
            return ProofVerifier.Consistency(m, _largeRoots.Value[m], n, _largeRoots.Value[n], proof) && proof.Count <= 2 * 17;
        },
        60);

    [Fact]
    public void Inclusion_AnyLeafOfALargeTree_IsProvedFromTilesAlone() => Law.Holds(
        Gen.Choose(1, 70_000).SelectMany(n => Gen.Choose(0, n - 1).Select(i => (Index: i, Size: n))),
        at =>
        {
            var path = ProofPath.Inclusion(at.Index, at.Size);
            var leaf = TreeHash.Leaf(BitConverter.GetBytes(at.Index));
            return TileProver.Tiles(path).Count <= 6
                && ProofVerifier.Inclusion(at.Index, at.Size, leaf, TileProver.Hashes(path, _largeTiles.Value), _largeRoots.Value[at.Size]);
        },
        60);

    [Fact]
    public void Proofs_AnyFlippedBit_Fail() => Law.Holds(
        Gen.Choose(2, 70_000).SelectMany(n => Gen.Choose(0, n - 1).SelectMany(i => Gen.Choose(0, 1 << 20).Select(bit => (Index: i, Size: n, Bit: bit)))),
        at =>
        {
            var proof = TileProver.Hashes(ProofPath.Inclusion(at.Index, at.Size), _largeTiles.Value);
            var (leaf, root) = (TreeHash.Leaf(BitConverter.GetBytes(at.Index)), _largeRoots.Value[at.Size]);
            var parts = (MerkleHash[])[leaf, root, .. proof];
            var flipped = parts.ToArray();
            var place = at.Bit % (parts.Length * 256);
            flipped[place / 256][place % 256 / 8] ^= (byte)(1 << (place % 8));
            var m = Math.Max(1, at.Index);
            var consistency = TileProver.Hashes(ProofPath.Consistency(m, at.Size), _largeTiles.Value).ToArray();
            var consistent = ProofVerifier.Consistency(m, _largeRoots.Value[m], at.Size, root, consistency);
            if (consistency.Length > 0) consistency[at.Bit % consistency.Length][at.Bit % 32] ^= 1;
            return ProofVerifier.Inclusion(at.Index, at.Size, parts[0], parts[2..], parts[1])
                && !ProofVerifier.Inclusion(at.Index, at.Size, flipped[0], flipped[2..], flipped[1])
                && !ProofVerifier.Inclusion(at.Index ^ 1, at.Size, leaf, proof, root)
                && !ProofVerifier.Inclusion(at.Index, at.Size, leaf, [.. proof, leaf], root)
                && !ProofVerifier.Inclusion(at.Index, at.Size, leaf, [.. proof.Skip(1)], root)
                && consistent
                && (consistency.Length == 0 || !ProofVerifier.Consistency(m, _largeRoots.Value[m], at.Size, root, consistency));
        },
        200);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_793)]
    public void Load_AnyPlaceToContinue_GivesTheSameTree(int size)
    {
        var edge = TreeEdge.Load(size, tile => _largeTiles.Value.GetValueOrDefault(tile));
        Assert.Equal(_largeRoots.Value[size], edge.Root());
        for (var i = size; i < size + 300; i++) edge.Append(TreeHash.Leaf(BitConverter.GetBytes(i)));
        Assert.Equal(_largeRoots.Value[size + 300], edge.Root());
        foreach (var (tile, hashes) in edge.TakeChanges())
            Assert.Equal(_largeTiles.Value[tile][..hashes.Length], hashes);
    }

    [Fact]
    public void Load_TileTooShort_NamesTheTile()
    {
        var error = Assert.Throws<InvalidDataException>(() => TreeEdge.Load(300, _ => new byte[32]));
        Assert.Contains("Tile 0/1 holds 1 hashes; a ledger of 300 entries needs 44", error.Message);
    }

    private static readonly Lazy<Dictionary<TileId, byte[]>> _largeTiles = new(() => Tiles([.. Enumerable.Range(0, 70_001).Select(BitConverter.GetBytes)]));

    private static readonly Lazy<MerkleHash[]> _largeRoots = new(() =>
    {
        var range = new CompactRange();
        var roots = new List<MerkleHash> { range.Root() };
        for (var i = 0; i <= 70_000; i++)
        {
            range.Append(TreeHash.Leaf(BitConverter.GetBytes(i)));
            roots.Add(range.Root());
        }

        return [.. roots];
    });

    private static byte[][] Leaves(int count) => [.. Enumerable.Range(0, count).Select(i => new[] { (byte)i, (byte)(i * 7) })];

    private static CompactRange Build(IEnumerable<byte[]> leaves)
    {
        var range = new CompactRange();
        foreach (var leaf in leaves) range.Append(TreeHash.Leaf(leaf));
        return range;
    }

    private static Dictionary<TileId, byte[]> Tiles(IEnumerable<byte[]> leaves)
    {
        var edge = new TreeEdge();
        foreach (var leaf in leaves) edge.Append(TreeHash.Leaf(leaf));
        return edge.TakeChanges().ToDictionary(c => c.Tile, c => c.Hashes);
    }
}
