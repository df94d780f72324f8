using Dashboard.Domain.Operators;

namespace Dashboard.Access;

/// <summary>The caller's role or scope does not allow the operation.</summary>
public sealed class AccessDeniedException(Permission permission)
    : UnauthorizedAccessException($"This needs the permission {permission}.")
{
    public Permission Permission { get; } = permission;
}
