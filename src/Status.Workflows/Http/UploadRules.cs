using Status.Workflows.Model.Data;

namespace Status.Workflows.Http;

/// <summary>What files an HTTP endpoint takes, as its designer set it.</summary>
public sealed record UploadRules
{
    /// <summary>Outcome of a request whose body is too large.</summary>
    public const string RequestTooLarge = "Request too large";

    /// <summary>Outcome of a request with a file that is too large.</summary>
    public const string FileTooLarge = "File too large";

    /// <summary>Outcome of a request with a file whose name ends in what is not allowed.</summary>
    public const string InvalidExtension = "Invalid file extension";

    /// <summary>Outcome of a request with a file of a media type that is not allowed.</summary>
    public const string InvalidMimeType = "Invalid file MIME type";

    /// <summary>Largest file in bytes; <c>null</c> = only the body's limit counts.</summary>
    public long? FileSizeLimit { get; init; }

    /// <summary>Endings that are allowed, with or without the dot; empty = all.</summary>
    public IReadOnlyList<string> AllowedExtensions { get; init; } = [];

    /// <summary>Endings that are refused.</summary>
    public IReadOnlyList<string> BlockedExtensions { get; init; } = [];

    /// <summary>Media types that are allowed, <c>image/*</c> for a group; empty = all.</summary>
    public IReadOnlyList<string> AllowedMimeTypes { get; init; } = [];

    /// <summary>Outcomes that the designer chose to handle; a request that breaks another rule is answered 413 or 415 and starts nothing.</summary>
    public IReadOnlyList<string> ExposedOutcomes { get; init; } = [];

    /// <summary>Whether a refused request goes on in the workflow.</summary>
    /// <param name="outcome">One of the four outcomes.</param>
    /// <returns>Whether the designer handles it.</returns>
    public bool Exposes(string outcome) => ExposedOutcomes.Contains(outcome);

    /// <summary>Reads the rules from the options of a published trigger.</summary>
    /// <param name="options">Options as <see cref="ToOptions"/> wrote them.</param>
    /// <returns>The rules; <c>null</c> when the endpoint has none.</returns>
    public static UploadRules? From(DataObject options) => options["Uploads"] is not DataObject rules ? null : new UploadRules
    {
        FileSizeLimit = rules["FileSizeLimit"] switch { double number => (long)number, long number => number, _ => null },
        AllowedExtensions = Texts(rules["AllowedExtensions"]),
        BlockedExtensions = Texts(rules["BlockedExtensions"]),
        AllowedMimeTypes = Texts(rules["AllowedMimeTypes"]),
        ExposedOutcomes = Texts(rules["ExposedOutcomes"]),
    };

    /// <summary>The rules as an option of a published trigger; <c>null</c> when there are none.</summary>
    public DataObject? ToOptions() => FileSizeLimit is null && AllowedExtensions.Count + BlockedExtensions.Count + AllowedMimeTypes.Count + ExposedOutcomes.Count == 0 ? null : new DataObject
    {
        ["FileSizeLimit"] = FileSizeLimit is { } limit ? (double)limit : null,
        ["AllowedExtensions"] = new DataArray(AllowedExtensions),
        ["BlockedExtensions"] = new DataArray(BlockedExtensions),
        ["AllowedMimeTypes"] = new DataArray(AllowedMimeTypes),
        ["ExposedOutcomes"] = new DataArray(ExposedOutcomes),
    };

    /// <summary>Checks files against the rules.</summary>
    /// <param name="files">Files as <see cref="HttpFile"/> describes them; <c>null</c> = none.</param>
    /// <returns>The first rule that is broken; <c>null</c> when none is.</returns>
    public UploadProblem? Check(IEnumerable<object?>? files)
    {
        foreach (var item in files ?? [])
        {
            if (item is not DataObject file) continue;
            var name = file["filename"] as string ?? "";
            var shown = name.Length == 0 ? "A file" : $"The file '{name}'";
            var size = file["size"] is double length ? (long)length : 0;
            if (size > FileSizeLimit) return new UploadProblem(FileTooLarge, 413, $"{shown} has {size} bytes; the endpoint takes files of at most {FileSizeLimit}.");
            var ending = Path.GetExtension(name).TrimStart('.');
            if (AllowedExtensions.Count > 0 && !Lists(AllowedExtensions, ending)) return new UploadProblem(InvalidExtension, 415, $"{shown} must end in one of {string.Join(", ", AllowedExtensions)}.");
            if (ending.Length > 0 && Lists(BlockedExtensions, ending)) return new UploadProblem(InvalidExtension, 415, $"{shown} must not end in {ending}.");
            if (AllowedMimeTypes.Count > 0 && !AllowedMimeTypes.Any(allowed => Matches(allowed, file["contentType"] as string ?? "")))
                return new UploadProblem(InvalidMimeType, 415, $"{shown} must be of one of the types {string.Join(", ", AllowedMimeTypes)}.");
        }

        return null;
    }

    private static bool Lists(IReadOnlyList<string> endings, string ending) => endings.Any(e => string.Equals(e.Trim().TrimStart('.'), ending, StringComparison.OrdinalIgnoreCase));

    private static bool Matches(string allowed, string contentType)
    {
        var type = contentType.Split(';')[0].Trim();
        var rule = allowed.Trim();
        return rule.EndsWith("/*", StringComparison.Ordinal)
            ? type.StartsWith(rule[..^1], StringComparison.OrdinalIgnoreCase)
            : string.Equals(rule, type, StringComparison.OrdinalIgnoreCase);
    }

    private static IReadOnlyList<string> Texts(object? value) => value is DataArray items ? [.. items.OfType<string>()] : [];
}

/// <summary>A request that an endpoint does not take.</summary>
/// <param name="Outcome">The outcome when the designer handles it.</param>
/// <param name="StatusCode">The answer when not: 413 or 415.</param>
/// <param name="Message">What is wrong.</param>
public sealed record UploadProblem(string Outcome, int StatusCode, string Message)
{
    /// <summary>The problem as part of a request's data (member <c>refused</c>).</summary>
    public DataObject ToData() => new() { ["outcome"] = Outcome, ["message"] = Message };
}
