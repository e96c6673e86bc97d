using Meetings;

namespace SignalingHost.Rest.Unsupported;

/// <summary>
/// Operations of the API for which there is nothing behind. Each is answered with the documented word for that, never with a success
/// that is none. Who builds one takes its line away.
/// </summary>
internal static class UnsupportedOperations
{
    public static readonly IReadOnlyList<UnsupportedOperation> All =
    [
        // Statistics and quality figures.
        new("GET", "/v1/metrics/conference/participant/qos", "search_qos_participant_detail", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/metrics/conference/participants", "search_qos_participants", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/metrics/conference/threshold", "show_qos_threshold", Door.User, Refusal.ConfNotSupport),
        new("POST", "/v1/metrics/conference/threshold", "set_qos_threshold", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/metrics/conferences/history", "search_qos_history_meetings", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/metrics/conferences/online", "search_qos_online_meetings", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/metrics/dashboard/statistic/conference/info", "search_statistic_conference_info", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/metrics/dashboard/statistic/conference/participant", "search_statistic_conference_participant", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/metrics/dashboard/statistic/resource/info", "search_statistic_resource_info", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/metrics/dashboard/statistic/user/info", "search_statistic_user_info", Door.User, Refusal.ConfNotSupport),

        // Webinars.
        new("POST", "/v1/wss/webinar/open/conferences", "create_webinar", Door.User, Refusal.ConfNotSupport),
        new("PUT", "/v1/wss/webinar/open/conferences", "update_webinar", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/wss/webinar/open/conferences/history", "list_history_webinars", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/wss/webinar/open/conferences/ongoing", "list_ongoing_webinars", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/wss/webinar/open/conferences/upcoming", "list_up_coming_webinars", Door.User, Refusal.ConfNotSupport),
        new("DELETE", "/v1/wss/webinar/open/conferences/{conference_id}", "delete_webinar", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/wss/webinar/open/conferences/{conference_id}", "show_webinar", Door.User, Refusal.ConfNotSupport),
        new("PUT", "/v1/wss/webinar/open/res/file", "upload_file", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/wss/webinar/open/room-setting/{conference_id}", "show_room_setting", Door.User, Refusal.ConfNotSupport),
        new("POST", "/v1/wss/webinar/open/room-setting/{conference_id}", "update_room_setting", Door.User, Refusal.ConfNotSupport),

        // Signage and meeting files.
        new("GET", "/v1/usg/sss/materials", "search_materials", Door.User, Refusal.ConfNotSupport),
        new("POST", "/v1/usg/sss/materials", "add_material", Door.User, Refusal.ConfNotSupport),
        new("POST", "/v1/usg/sss/materials/batch-delete", "batch_delete_materials", Door.User, Refusal.ConfNotSupport),
        new("PUT", "/v1/usg/sss/materials/{id}", "update_material", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/usg/sss/meeting-files", "search_meeting_file_list", Door.User, Refusal.ConfNotSupport),
        new("POST", "/v1/usg/sss/meeting-files/open-meeting-file-list", "show_meeting_file_list", Door.User, Refusal.ConfNotSupport),
        new("POST", "/v1/usg/sss/meeting-files/save-to-personal-space", "add_to_personal_space", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/usg/sss/meeting-files/{file_code}", "show_meeting_file", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/usg/sss/programs", "search_programs", Door.User, Refusal.ConfNotSupport),
        new("POST", "/v1/usg/sss/programs", "add_program", Door.User, Refusal.ConfNotSupport),
        new("POST", "/v1/usg/sss/programs/batch-delete", "batch_delete_programs", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/usg/sss/programs/{id}", "show_program", Door.User, Refusal.ConfNotSupport),
        new("PUT", "/v1/usg/sss/programs/{id}", "update_program", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/usg/sss/publications", "search_publications", Door.User, Refusal.ConfNotSupport),
        new("POST", "/v1/usg/sss/publications", "add_publication", Door.User, Refusal.ConfNotSupport),
        new("POST", "/v1/usg/sss/publications/batch-delete", "batch_delete_publications", Door.User, Refusal.ConfNotSupport),
        new("GET", "/v1/usg/sss/publications/{id}", "show_publication", Door.User, Refusal.ConfNotSupport),
        new("PUT", "/v1/usg/sss/publications/{id}", "update_publication", Door.User, Refusal.ConfNotSupport),

        // Pictures of people.
        new("POST", "/v1/usg/abs/profile-images", "set_profile_image", Door.User, Refusal.ConfNotSupport),
        new("POST", "/v1/usg/abs/profile-images/{user_id}", "set_user_profile_image", Door.User, Refusal.ConfNotSupport),

        // Codes sent by mail or SMS, of which there is none, and puzzles before them.
        new("PUT", "/v1/usg/acs/auth/slideverifycode/check", "check_slide_verify_code", Door.Open, Refusal.NotSupportSendSms),
        new("POST", "/v1/usg/acs/auth/slideverifycode/send", "send_slide_verify_code", Door.Open, Refusal.NotSupportSendSms),
        new("PUT", "/v1/usg/acs/verifycode/check", "check_verify_code", Door.Open, Refusal.NotSupportSendSms),
        new("POST", "/v1/usg/acs/verifycode/send", "send_veri_code_for_change_pwd", Door.Open, Refusal.NotSupportSendSms),
        new("POST", "/v1/usg/dcs/corp/device/{sn}/activecode", "reset_activecode", Door.Admin, Refusal.NotSupportSendSms),
        new("PUT", "/v1/usg/dcs/member/contact", "update_contact", Door.User, Refusal.NotSupportSendSms),
        new("POST", "/v1/usg/dcs/member/verification-code", "send_veri_code_for_update_user_info", Door.User, Refusal.NotSupportSendSms),
        new("POST", "/v1/usg/dcs/member/verification-code/verify", "check_veri_code_for_update_user_info", Door.User, Refusal.NotSupportSendSms),
    ];

    public static void MapUnsupported(this IEndpointRouteBuilder routes)
    {
        foreach (var operation in All)
            routes.MapMethods(operation.Path, [operation.Method], () => (Done)operation.Refusal).As(operation.Name, operation.Door);
    }
}

/// <summary>One operation that is refused.</summary>
internal sealed record UnsupportedOperation(string Method, string Path, string Name, Door Door, Refusal Refusal);
