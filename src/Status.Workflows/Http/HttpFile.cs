using System.Diagnostics.CodeAnalysis;
using System.Text;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Http;

/// <summary>
/// A file as a value: <c>{ filename, contentType, size, content }</c>, where <c>content</c> are bytes; an uploaded one has the name of its form field as <c>name</c>, a downloaded one may have an
/// <c>entityTag</c>. It is data like everything else: it is kept with the run, so limits on size are limits on the database.
/// </summary>
/// <param name="Filename">Name without folders; <c>null</c> when none is known.</param>
/// <param name="ContentType">Media type; <c>null</c> when none is known.</param>
/// <param name="Content">The bytes.</param>
/// <param name="EntityTag">What changes when the bytes do (RFC 9110 §8.8.3); <c>null</c> when none is known.</param>
public sealed record HttpFile(string? Filename, string? ContentType, byte[] Content, string? EntityTag = null)
{
    /// <summary>The file as data.</summary>
    /// <param name="fieldName">Form field that carried it; <c>null</c> when it was not uploaded.</param>
    /// <returns>The object described at this class.</returns>
    public DataObject ToData(string? fieldName = null)
    {
        var data = new DataObject { ["filename"] = Filename, ["contentType"] = ContentType, ["size"] = (double)Content.Length, ["content"] = Content };
        if (fieldName is not null) data["name"] = fieldName;
        if (EntityTag is not null) data["entityTag"] = EntityTag;
        return data;
    }

    /// <summary>Takes a value as a file: bytes, a text, or an object with <c>content</c>. Everything else is no file.</summary>
    /// <param name="value">A value of the closed set.</param>
    /// <param name="file">The file.</param>
    /// <returns>Whether it is one.</returns>
    public static bool TryRead(object? value, [NotNullWhen(true)] out HttpFile? file)
    {
        file = value switch
        {
            byte[] bytes => new HttpFile(null, null, bytes),
            string text => new HttpFile(null, "text/plain; charset=utf-8", Encoding.UTF8.GetBytes(text)),
            DataObject members when members.ContainsKey("content") => FromMembers(members),
            _ => null,
        };
        return file is not null;
    }

    private static HttpFile? FromMembers(DataObject members)
    {
        var content = members["content"];
        var bytes = content switch { byte[] raw => raw, string text => Encoding.UTF8.GetBytes(text), null => [], _ => DataJson.ToUtf8(content) };
        var derived = content switch { byte[] => null, string => "text/plain; charset=utf-8", _ => "application/json; charset=utf-8" };
        return new HttpFile(members["filename"] as string, members["contentType"] as string ?? derived, bytes, members["entityTag"] as string);
    }
}
