using Dashboard.Domain.Operators;

namespace Dashboard.Access;

/// <summary>The role or scope of the caller does not allow what a service was asked to do.</summary>
public sealed class AccessDeniedException(Permission permission)
    : UnauthorizedAccessException($"This needs the permission {permission}.")
{
    public Permission Permission { get; } = permission;
}
