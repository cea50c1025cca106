using System.Collections.Frozen;

namespace Status.Workflows.Import.NodeRed;

/// <summary>Which converter a type of node has.</summary>
internal static class NodeTable
{
    private static readonly FrozenDictionary<string, Func<RedNode, Conversion, Converted>> _converters = new Dictionary<string, Func<RedNode, Conversion, Converted>>(StringComparer.Ordinal)
    {
        ["inject"] = InputNodes.Inject,
        ["http in"] = InputNodes.HttpIn,
        ["http response"] = OutputNodes.HttpResponse,
        ["http request"] = OutputNodes.HttpRequest,
        ["debug"] = OutputNodes.Debug,
        ["function"] = FunctionNode.Convert,
        ["change"] = ChangeNode.Convert,
        ["switch"] = SwitchNode.Convert,
        ["template"] = ValueNodes.Template,
        ["json"] = ValueNodes.Json,
        ["csv"] = ValueNodes.Csv,
        ["xml"] = ValueNodes.Xml,
        ["range"] = ValueNodes.Range,
        ["split"] = SequenceNodes.Split,
        ["join"] = SequenceNodes.Join,
        ["delay"] = SequenceNodes.Delay,
        ["trigger"] = SequenceNodes.Trigger,
        ["link in"] = LinkNodes.In,
        ["link out"] = LinkNodes.Out,
        ["link call"] = LinkNodes.Call,
        ["catch"] = LinkNodes.Listener,
        ["complete"] = LinkNodes.Listener,
        ["status"] = LinkNodes.Status,
        ["junction"] = LinkNodes.Listener,
        ["and"] = LogicNodes.Pair,
        ["or"] = LogicNodes.Pair,
        ["implies"] = LogicNodes.Pair,
        ["lesser-than"] = LogicNodes.LesserThan,
        ["if-else"] = LogicNodes.IfElse,
        ["check-property"] = StatusNodes.CheckProperty,
        ["is-valid-url"] = StatusNodes.IsValidUrl,
        ["exists-pipe"] = StatusNodes.ExistsPipe,
        ["has-activity"] = StatusNodes.HasActivity,
        ["filter-by"] = StatusNodes.FilterBy,
        ["filter-by-date"] = StatusNodes.FilterByDate,
        ["filter-scope"] = StatusNodes.FilterScope,
        ["group-by"] = StatusNodes.GroupBy,
        ["find-object"] = StatusNodes.FindObject,
        ["get-property-value"] = StatusNodes.GetProperty,
        ["get-kv-property"] = StatusNodes.GetKeyedProperty,
        ["last-timestamp"] = StatusNodes.LastTimestamp,
        ["log-trace"] = StatusNodes.LogTrace,
        ["status-storer"] = StatusNodes.Storer,
        ["response"] = TraceNodes.Convert,
        ["coexistence"] = TraceNodes.Convert,
        ["responded-existence"] = TraceNodes.Convert,
        ["chain-response"] = TraceNodes.Convert,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (string Why, string Advice)> _reasons = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["databinder"] = ("Its data sources carry their credentials in the flow.", "Use HTTP Request or an evidence collector, with credentials from the secret store."),
        ["exists-section-in-doc"] = ("It reads documents of other systems.", "Fetch the document with HTTP Request and test its text in a script."),
        ["exists-url"] = ("It asks Trello and GitHub with tokens that stand in the flow.", "Use HTTP Request with credentials from the secret store."),
        ["csv-reader"] = ("Workflows read no files of their host.", "Fetch the file with HTTP Request and use Convert CSV."),
        ["github-collector"] = ("It asks GitHub with a token that stands in the flow.", "Use HTTP Request (https://api.github.com/repos/…/contents) with the token from the secret store."),
        ["log-getter"] = ("It downloads and unpacks logs.", "Use HTTP Request, then Convert XML."),
        ["trello-collector"] = ("It asks Trello with a token that stands in the flow.", "Use HTTP Request with the token from the secret store."),
        ["project-to-url"] = ("It asks Trello with a token that stands in the flow.", "Use HTTP Request with the token from the secret store."),
        ["url-to-doc"] = ("It reads documents of other systems.", "Fetch the document with HTTP Request."),
        ["ai-response"] = ("It asks a language model with a key that stands in the flow.", "Use HTTP Request with the key from the secret store."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Types that are converted.</summary>
    public static IEnumerable<string> Types => _converters.Keys;

    /// <summary>Types that are known and have to be replaced.</summary>
    public static IEnumerable<string> Replaced => _reasons.Keys;

    public static Converted Convert(RedNode node, Conversion conversion)
    {
        if (_converters.TryGetValue(node.Type, out var converter)) return converter(node, conversion);
        return _reasons.TryGetValue(node.Type, out var reason)
            ? conversion.NotConverted(node, reason.Why, reason.Advice)
            : conversion.NotConverted(node, "There is no activity for this type of node.", "Replace it with an activity that does the same; its settings are kept with the activity.");
    }
}
