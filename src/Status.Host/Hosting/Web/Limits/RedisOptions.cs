using System.ComponentModel.DataAnnotations;

namespace Status.Host.Hosting.Web.Limits;

/// <summary>An optional Redis (or Dragonfly) through which several hosts count together.</summary>
public sealed class RedisOptions
{
    /// <summary>The configuration section, <c>Status:Redis</c>.</summary>
    public const string SectionName = "Status:Redis";

    /// <summary>Where it is, <c>host:port</c> with StackExchange.Redis options behind commas: <c>dragonfly:6379,password=…</c>.</summary>
    /// <value>Default none: each host counts for itself.</value>
    [RegularExpression(@"(\[[0-9a-fA-F:.]+\]|[\w.-]+)(:\d{1,5})?(,.*)?", ErrorMessage = "The field Connection must be an address such as dragonfly:6379, with options behind commas.")]
    public string Connection { get; set; } = "";
}
