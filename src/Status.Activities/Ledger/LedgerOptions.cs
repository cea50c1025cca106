using System.ComponentModel.DataAnnotations;

namespace Status.Activities.Ledger;

/// <summary>Settings of the ledger.</summary>
public sealed class LedgerOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string SectionName = "Status:Ledger";

    /// <summary>
    /// The ledger's name on its checkpoints, for example <c>status.example.org/ledger</c>: at most 200 characters, no spaces, no plus sign. Empty (the
    /// default) derives it from the public key. It must never change once the first checkpoint is signed; the sequencer stops if it does.
    /// </summary>
    [RegularExpression(@"[^\s+\p{C}]{0,200}", ErrorMessage = "Status:Ledger:Origin must have at most 200 characters and no space, plus sign or control character.")]
    public string Origin { get; set; } = "";
}
