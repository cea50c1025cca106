using System.Text.Json;
using Status.Activities.Compliance;

namespace Status.Activities.Agreements.Documents;

/// <summary>Reads iAgree documents from untrusted bytes: either an <see cref="Agreement"/>, or every problem with its path.</summary>
/// <param name="options">The limits.</param>
public sealed class AgreementReader(AgreementOptions options)
{
    private static readonly JsonDocumentOptions _strict = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    /// <summary>Reads bytes. The JSON of a document that is accepted is given back too, for storing it as it came.</summary>
    public bool TryRead(ReadOnlyMemory<byte> utf8, out Agreement? agreement, out JsonElement document, out IReadOnlyList<AgreementProblem> problems)
    {
        (agreement, document) = (null, default);
        if (utf8.Length > options.MaxBytes)
        {
            problems = [new("$", $"The document has {utf8.Length} bytes; at most {options.MaxBytes} are allowed (STATUS__Agreements__MaxBytes).")];
            return false;
        }

        try
        {
            using var parsed = JsonDocument.Parse(utf8, _strict);
            document = parsed.RootElement.Clone();
        }
        catch (InvalidOperationException)
        {
            // The search for members of the same name reads every name.
            problems = [new("$", "The name of a member holds half of a surrogate pair (\\uD800 to \\uDFFF), which is no character.")];
            return false;
        }
        catch (JsonException problem)
        {
            problems = [new("$", $"Not JSON (line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}): {Sentence(problem.Message)}")];
            return false;
        }

        return TryRead(document, out agreement, out problems);
    }

    /// <summary>Reads a document that is already parsed.</summary>
    public bool TryRead(JsonElement document, out Agreement? agreement, out IReadOnlyList<AgreementProblem> problems)
    {
        var found = new ProblemList(options.MaxProblems);
        agreement = null;
        CheckTexts(document, "$", found);
        if (found.IsEmpty) agreement = new AgreementBuilder(options, found).Build(new(document, "$", found));
        problems = found.ToList();
        if (!found.IsEmpty) agreement = null;
        return agreement is not null;
    }

    /// <summary>Reads a version out of the registry. Throws <see cref="InvalidOperationException"/> when it cannot be evaluated (any more).</summary>
    public Agreement ReadStored(AgreementVersion version) =>
        TryRead(version.Document, out var agreement, out var problems)
            ? agreement!
            : throw new InvalidOperationException($"Version {version.Version} of the agreement '{version.Id}' cannot be evaluated: {string.Join(" ", problems.Take(5))}");

    /// <summary>Text that PostgreSQL or a reader could not take: a NUL, or half of a surrogate pair.</summary>
    private static void CheckTexts(JsonElement element, string path, ProblemList problems)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (!IsStorable(() => member.Name)) problems.Add(path, "A member name holds a NUL or half of a surrogate pair.");
                    else CheckTexts(member.Value, $"{path}.{member.Name}", problems);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray()) CheckTexts(item, $"{path}[{index++}]", problems);
                break;
            case JsonValueKind.String when !IsStorable(element.GetString):
                problems.Add(path, "The text holds a NUL or half of a surrogate pair.");
                break;
        }
    }

    private static bool IsStorable(Func<string?> read)
    {
        try
        {
            return read()?.Contains('\0', StringComparison.Ordinal) == false;
        }
        catch (InvalidOperationException)
        {
            // How System.Text.Json refuses text that is not well-formed UTF-16.
            return false;
        }
    }

    private static string Sentence(string message)
    {
        var end = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }
}
