namespace Dashboard.Access;

/// <summary>
/// Allows operators who lack the second factor that their role requires. Only for pages and endpoints that
/// set it up.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WhileSettingUpAttribute : Attribute;
