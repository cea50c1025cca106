namespace Status.Host.WebConsole;

/// <summary>A file of the console with its forms.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="CacheControl">How long a browser may keep it.</param>
/// <param name="Forms">The same bytes by content coding (<c>br</c>, <c>gzip</c>), best first; the last is the plain file, with no coding.</param>
internal sealed record ConsoleFile(string ContentType, string CacheControl, IReadOnlyList<ConsoleFile.Form> Forms)
{
    /// <summary>Whether it is a document, which names the addresses of other files.</summary>
    public bool IsPage => ContentType.StartsWith("text/html", StringComparison.Ordinal);

    /// <summary>One form.</summary>
    /// <param name="Coding"><c>Content-Encoding</c>; <c>null</c> for the plain file.</param>
    /// <param name="Path">Where it lies.</param>
    /// <param name="Length">Bytes.</param>
    /// <param name="EntityTag">Quoted; another for every form and every build.</param>
    internal sealed record Form(string? Coding, string Path, long Length, string EntityTag);
}
