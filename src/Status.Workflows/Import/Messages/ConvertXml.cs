using System.Xml;
using System.Xml.Linq;
using Status.Workflows.Authoring;
using Status.Workflows.Model.Data;

namespace Status.Workflows.Import.Messages;

/// <summary>XML text to an object and back: attributes under one name, text under another, every element a list, as widespread JavaScript libraries do.</summary>
[Activity("Status", "Messages", "Turns XML text (also as bytes, also packed with gzip) into an object, and an object into XML text.", DisplayName = "Convert XML")]
internal sealed class ConvertXml : CodeActivity<object>
{
    private const int MostCharacters = 8 << 20;

    [Input(Description = "XML text, or an object with one member, the root element.", UIHint = InputUIHints.MultiLine, IsRequired = true, Order = 1)]
    public Input<object?>? Value { get; set; }

    [Input(Description = "Member that holds attributes.", UIHint = InputUIHints.SingleLine, DefaultValue = "$", Order = 2)]
    public Input<string>? AttributesKey { get; set; }

    [Input(Description = "Member that holds the text of an element that has attributes or children too.", UIHint = InputUIHints.SingleLine, DefaultValue = "_", Order = 3)]
    public Input<string>? TextKey { get; set; }

    /// <inheritdoc/>
    protected internal override ValueTask ExecuteAsync(ActivityExecutionContext context)
    {
        var (attributes, text) = (Or(context.Get(AttributesKey), "$"), Or(context.Get(TextKey), "_"));
        context.Set(Result, context.Get(Value) switch
        {
            string xml => Parse(xml, attributes, text),
            // What is no XML stays text: whoever loads a file may not know what it is.
            byte[] bytes => PackedText.Of(bytes, MostCharacters) is var read && read.AsSpan().TrimStart("\uFEFF \t\r\n") is ['<', ..] ? Parse(read.TrimStart('\uFEFF'), attributes, text) : read,
            DataObject { Count: 1 } members => Write(members, attributes, text),
            DataObject => throw new FormatException("An object becomes XML when it has one member, the root element."),
            var other => other,
        });
        return default;
    }

    private static string Or(string? given, string otherwise) => given is { Length: > 0 } ? given : otherwise;

    private static DataObject Parse(string xml, string attributes, string text)
    {
        // No document type, so no entities that grow, and nothing is fetched.
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostCharacters };
        using var reader = XmlReader.Create(new StringReader(xml), settings);
        var root = XDocument.Load(reader).Root!;
        return new DataObject { [NameOf(root)] = Read(root, attributes, text, 0) };
    }

    private static object? Read(XElement element, string attributes, string text, int depth)
    {
        if (depth > DataJson.MaxDepth / 2) throw new FormatException($"The XML is nested deeper than {DataJson.MaxDepth / 2} elements.");
        var own = element.Attributes().ToArray();
        var words = string.Concat(element.Nodes().OfType<XText>().Select(t => t.Value));
        var isBlank = string.IsNullOrWhiteSpace(words);
        if (own.Length == 0 && !element.HasElements) return isBlank ? "" : words;
        var members = new DataObject();
        if (!isBlank) members[text] = words;
        if (own.Length > 0) members[attributes] = new DataObject(own.Select(a => KeyValuePair.Create(a.IsNamespaceDeclaration && a.Name.LocalName != "xmlns" ? $"xmlns:{a.Name.LocalName}" : a.Name.LocalName, (object?)a.Value)));
        foreach (var child in element.Elements())
        {
            var name = NameOf(child);
            if (members[name] is not DataArray list) members[name] = list = [];
            list.Add(Read(child, attributes, text, depth + 1));
        }

        return members;
    }

    private static string NameOf(XElement element) =>
        element.GetPrefixOfNamespace(element.Name.Namespace) is { Length: > 0 } prefix ? $"{prefix}:{element.Name.LocalName}" : element.Name.LocalName;

    private static string Write(DataObject document, string attributes, string text)
    {
        var (name, value) = document.First();
        var buffer = new System.Text.StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>");
        using (var writer = XmlWriter.Create(buffer, new XmlWriterSettings { OmitXmlDeclaration = true })) Write(writer, name, value, attributes, text);
        return buffer.ToString();
    }

    private static void Write(XmlWriter writer, string name, object? value, string attributes, string text)
    {
        if (value is DataArray list)
        {
            foreach (var item in list) Write(writer, name, item, attributes, text);
            return;
        }

        writer.WriteStartElement(XmlConvert.EncodeLocalName(name));
        if (value is DataObject members)
        {
            foreach (var (attribute, given) in members[attributes] as DataObject ?? []) writer.WriteAttributeString(XmlConvert.EncodeLocalName(attribute), Text(given));
            if (members[text] is { } words) writer.WriteString(Text(words));
            foreach (var (child, inner) in members)
                if (child != attributes && child != text) Write(writer, child, inner, attributes, text);
        }
        else if (value is not null)
        {
            writer.WriteString(Text(value));
        }

        writer.WriteEndElement();
    }

    private static string Text(object? value) => value as string ?? (value is null ? "" : DataJson.ToJson(value));
}
