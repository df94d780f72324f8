namespace Dashboard.Access;

/// <summary>
/// Opens a page or an endpoint to operators who still lack the second factor that their role needs, too: for
/// what sets it up, and for nothing else.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class WhileSettingUpAttribute : Attribute;
