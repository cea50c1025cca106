using System.Globalization;
using System.Text;
using Status.Workflows.Execution;
using Status.Workflows.Model.Data;

namespace Status.Activities.Ledger.Entries;

/// <summary>An entry that was asked for and has no index yet; travels as the fact <c>ledger.entry-enlisted</c>.</summary>
/// <param name="Key">What makes the entry unique in the whole ledger.</param>
/// <param name="Kind">What is posted.</param>
/// <param name="Subject">What it is about; optional.</param>
/// <param name="Agreement">The agreement it belongs to; optional.</param>
/// <param name="Body">Canonical JSON text.</param>
/// <param name="Waiter">The execution of the activity that waits for the receipt; <c>null</c> when none does.</param>
internal sealed record EnlistedEntry(string Key, string Kind, string? Subject, string? Agreement, string Body, string? Waiter)
{
    /// <summary>
    /// The longest key, kind, subject or agreement id in UTF-8 bytes: what a unique index of PostgreSQL takes (2,704 bytes) with room to spare, and a leaf
    /// under the 64 kB of an entry bundle. A longer key would be refused by the index, and the ledger would stop there.
    /// </summary>
    public const int MaxText = 1000;

    /// <summary>The longest body in UTF-8 bytes: facts are small. Of something larger post its digest.</summary>
    public const int MaxBody = 32 * 1024;

    /// <summary>Beginning of the keys of audit entries; nobody else can take one.</summary>
    public const string AuditKeyPrefix = "audit/";

    /// <summary>Every reason why the entry cannot be posted; empty when it can.</summary>
    public IEnumerable<string> Problems()
    {
        foreach (var problem in TextProblems()) yield return problem;
        if (Key.StartsWith(AuditKeyPrefix, StringComparison.Ordinal)) yield return $"The key of a ledger entry cannot begin with '{AuditKeyPrefix}': those belong to audit entries.";
        var length = Encoding.UTF8.GetByteCount(Body);
        if (length > MaxBody) yield return $"The body of a ledger entry has at most {MaxBody} bytes, not {length}: store it as evidence and post its digest.";
    }

    private IEnumerable<string> TextProblems()
    {
        foreach (var (name, text, required) in ((string, string?, bool)[])[("key", Key, true), ("kind", Kind, true), ("subject", Subject, false), ("agreement", Agreement, false)])
        {
            if (required && string.IsNullOrWhiteSpace(text)) yield return $"The {name} of a ledger entry cannot be empty.";
            if (text is not null && Encoding.UTF8.GetByteCount(text) is var length and > MaxText) yield return $"The {name} of a ledger entry has at most {MaxText} bytes of UTF-8, not {length}.";
            if (text is not null && !IsStorable(text)) yield return $"The {name} of a ledger entry cannot contain control characters or half a surrogate pair.";
        }
    }

    /// <summary>The fact that asks the sequencer for this entry.</summary>
    public FactDraft ToFact(string idempotencyKey) => new(
        LedgerFacts.Enlisted,
        new DataObject
        {
            ["key"] = Key,
            ["kind"] = Kind,
            ["subject"] = Subject,
            ["agreement"] = Agreement,
            ["body"] = Body,
            ["waiter"] = Waiter,
        },
        idempotencyKey);

    /// <summary>
    /// Reads what a fact asks for: <c>ledger.entry-enlisted</c> says it itself, an audit fact is posted whole. Throws
    /// <see cref="InvalidDataException"/> for a fact that cannot become an entry; the ledger stops there.
    /// </summary>
    public static EnlistedEntry From(Fact fact)
    {
        var entry = fact.Type == LedgerFacts.Enlisted
            ? new EnlistedEntry(Text(fact, "key") ?? "", Text(fact, "kind") ?? "", Text(fact, "subject"), Text(fact, "agreement"), Text(fact, "body") ?? "", Text(fact, "waiter"))
            : new EnlistedEntry(string.Create(CultureInfo.InvariantCulture, $"{AuditKeyPrefix}{fact.Position}"), fact.Type, null, null, CanonicalJson.ToText(fact.Body), null);
        // An audit entry may be as large as a fact; only what workflows post is held to the smaller limit.
        var problems = (fact.Type == LedgerFacts.Enlisted ? entry.Problems() : entry.TextProblems()).ToArray();
        return problems.Length == 0
            ? entry
            : throw new InvalidDataException($"Fact {fact.Position} ({fact.Type}) cannot become a ledger entry. {string.Join(" ", problems)}");
    }

    private static string? Text(Fact fact, string member) => fact.Body[member] as string;

    private static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i])) return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }

        return true;
    }
}
