namespace Dashboard.Features.Users.Erasing;

/// <summary>Why a person was not erased, or only in part.</summary>
public enum ErasingObstacle
{
    /// <summary>No such user is known.</summary>
    UnknownUser,

    /// <summary>An e-mail to the person is being sent; that ends within a minute.</summary>
    EmailInProgress,

    /// <summary>An uploaded file may contain the person; it is encrypted and can't be searched.</summary>
    ImportPending,

    /// <summary>Erased here, but SnapTrade did not delete the user.</summary>
    SnapTradeFailed,

    /// <summary>Erased here, but the files of the pickup folder could not be searched.</summary>
    FilesLeft,
}
