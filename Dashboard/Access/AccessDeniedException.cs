using Dashboard.Domain.Operators;

namespace Dashboard.Access;

/// <summary>Somebody asked a service for what the role or scope does not allow.</summary>
public sealed class AccessDeniedException(Permission permission)
    : Exception($"This needs the permission {permission}.")
{
    public Permission Permission { get; } = permission;
}
