namespace Status.Host.Identity.Users;

/// <summary>What became of a change to a person.</summary>
internal enum UserChange
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>There is no such person.</summary>
    NotFound,

    /// <summary>There is one of that name.</summary>
    Taken,

    /// <summary>Nobody would be left who may administer users.</summary>
    LastAdministrator,
}
